/** Mails on which reasonable analysts differ. */
import { type Mail, open } from "./mail.ts";

export const openMails: readonly Mail[] = [
  open(
    "form",
    "a customer's yearly questionnaire on the protection of data asks for products of protection and patches",
    "whether this chain of clinics is a customer and sends such forms",
    "Conformité fournisseurs <conformite@cliniques-boreal.example>",
    "Évaluation annuelle de sécurité (contrat CB-2210)",
    {
      text: "Bonjour,\n\nen vertu de la clause 11 du contrat CB-2210, merci de remplir l'évaluation avant le 15 décembre : certification, solution de protection des postes et taux de déploiement, délai d'application des correctifs, accès à distance, sauvegardes.\n\nConformité fournisseurs\n",
    },
  ),
  open(
    "question",
    "a maker of a product in use, whose checks pass, asks without a ticket for a system report",
    "whether somebody called; nothing in the mail says so",
    "PipetteBot Care <care@pipettebot.example>",
    "Follow-up to our call: diagnostics",
    {
      auth: "pass",
      text: "Hi,\n\nas discussed on the phone, please run PipetteBot > Help > Create diagnostics and send us the file, together with the Windows version of the control PC. Case number follows once we have it.\n\nPipetteBot Care\n",
    },
  ),
  open(
    "form",
    "a broker asks before a renewal for measures on the desks (pl)",
    "whether this broker handles the policy",
    "Broker Morski <odnowienia@broker-morski.example>",
    "Odnowienie polisy cyber 2027",
    {
      text: "Dzień dobry,\n\nubezpieczyciel prosi jak co roku o informacje: rozwiązanie EDR, udział stacji z Windows 10, uwierzytelnianie dwuskładnikowe przy pracy zdalnej, częstotliwość kopii zapasowych.\n\nPozdrawiam\nA. Wilk\n",
    },
  ),
  open(
    "question",
    "the provider's technician asks before a visit for a list of PCs with system and protection",
    "whether the visit was arranged",
    "Lukas Reiter <l.reiter@alpen-it-partner.example>",
    "Termin Dienstag, Vorbereitung",
    {
      auth: "pass",
      text: "Hallo Anna,\n\nfür Dienstag bitte noch die Liste der PCs im Labor Graz (Name, Windows-Stand, Virenschutz), dann bringe ich die passenden Pakete mit.\n\nGruß\nLukas\n",
    },
  ),
  open(
    "form",
    "a university's study on security in small firms asks for kinds of protection, with an ethics number",
    "asks for kinds and not for versions; whether the study is real",
    "Forschungsgruppe Arbeit und Sicherheit <studie@uni-traun.example>",
    "Studie: IT-Sicherheit in kleinen Laboren (EK 2026/77)",
    {
      html: '<p>Sehr geehrte Damen und Herren,</p><p>die anonyme Befragung (12 Minuten) erfasst, ob Arbeitsplätze zentral verwaltet werden, ob kostenpflichtiger oder freier Virenschutz läuft und wie Updates eingespielt werden. Ethikvotum EK 2026/77.</p><p><a href="https://befragung.uni-traun.example/kl">Zur Befragung</a></p>',
    },
  ),
  open(
    "question",
    "an internal account outside IT asks colleagues which browser they use for the portal",
    "whether a project stands behind it; internal and signed in",
    "Vera Haas <v.haas@talvera.example>",
    "Portal: womit arbeitet ihr?",
    {
      auth: "internal",
      to: "vertrieb-at@talvera.example",
      text: "Hallo zusammen,\n\nwelchen Browser und welche Version verwendet ihr, wenn ihr den Kundinnen das Portal zeigt? Bitte kurz antworten, auch ob Handy oder Laptop.\n\nVera\n",
    },
  ),
];
