/** Mails on which reasonable analysts differ. */
import type { Mail } from "./mail.ts";

const label = "judgement";

export const openMails: readonly Mail[] = [
  {
    label,
    class: "mail-question",
    behaviour:
      "the own help desk asks all who work at home for router, antivirus of the private PC and phone",
    why: "whether IT really runs this round; it passed as internal mail, but nobody announced it",
    from: "Service Desk <servicedesk@norvik.example>",
    to: "home-office@norvik.example",
    subject: "Home office check",
    auth: "internal",
    text: "Hi,\n\nfor our list of home office equipment please reply with the model of your router, the antivirus on your private PC if you use one for work, and your phone (model, iOS or Android version).\n\nThanks, Service Desk\n",
  },
  {
    label,
    class: "mail-form",
    behaviour:
      "a customer's questionnaire for suppliers asks for endpoint protection, patching and remote access",
    why: "whether Oresund Rail is a customer and has sent such forms before",
    from: "Supplier Assurance <supplier.assurance@oresund-rail.example>",
    to: "security@norvik.example",
    subject: "Annual supplier security assessment 2026 (contract 4410-B)",
    html: `<p>Dear supplier,</p><p>under clause 14 of contract 4410-B please complete this year's assessment.</p><ol><li>Do you hold ISO 27001?</li><li>Which endpoint detection product is deployed, and on what share of devices?</li><li>Within how many days are critical patches installed?</li><li>Which operating systems are out of support?</li><li>How do employees connect remotely, and is MFA enforced?</li></ol><p>Please answer in the portal: <a href="https://suppliers.oresund-rail.example/a/4410">suppliers.oresund-rail.example</a></p>`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a seller of security asks by mail which product protects the desks today",
    why: "an ordinary question of sales, yet it asks for the very thing; hangs on whether the seller is known",
    from: "Dana Whitlock <dana.whitlock@ironvale-security.example>",
    to: "Hannah Price <hannah.price@norvik.example>",
    subject: "Re: Is your antivirus still enough?",
    text: "Hi Hannah,\n\njust floating this to the top of your inbox. To make the demo relevant, which endpoint product are you using today, and roughly how many laptops are on it? Happy to work around your renewal date.\n\nDana\n",
  },
  {
    label,
    class: "mail-form",
    behaviour: "a firm that tests security asks before the test for ranges, clients and protection",
    why: "whether the order of the test exists and this person leads it",
    from: "Tobias Kern <tobias.kern@weser-pentest.example>",
    to: "security@norvik.example",
    subject: "Scoping Pentest Dezember, offene Punkte",
    text: "Hallo zusammen,\n\nfür den vereinbarten Test im Dezember fehlen mir noch:\n\n- Adressbereiche von Bremen und Lyon\n- Standard-Client (Windows-Version, EDR, Browser)\n- VPN-Produkt und Art der zweiten Anmeldung\n- Ansprechpartner während des Tests\n\nGern verschlüsselt, mein Schlüssel hängt wie immer an.\n\nTobias\n",
  },
  {
    label,
    class: "mail-form",
    behaviour: "the insurer asks the head of finance for the measures on the desks before a renewal",
    why: "whether this broker handles the policy; the questions are those of an ordinary renewal",
    from: "Cabinet Morel Assurances <renouvellement@morel-assurances.example>",
    to: "Claire Aubry <claire.aubry@norvik.example>",
    subject: "Renouvellement police cyber n° 77-2210",
    text: "Chère Madame,\n\nvotre police arrive à échéance le 31 décembre. L'assureur demande comme l'an dernier : la solution EDR et son taux de déploiement, la version des postes encore sous Windows 10, l'existence d'une double authentification pour l'accès distant, la fréquence des sauvegardes.\n\nJe reste à votre disposition au numéro habituel.\n\nP. Morel\n",
  },
  {
    label,
    class: "mail-form",
    behaviour:
      "a university's study on security at work, with an ethics number, asks for kinds of protection",
    why: "asks for kinds and not for products or versions, from a named institute; hangs on whether the study is real",
    from: "Grupo de Investigación SegHum <seghum@universidad-ebro.example>",
    subject: "Estudio sobre seguridad en la pyme (CE-2026/118)",
    html: `<p>Estimado/a profesional:</p><p>la Universidad del Ebro estudia los hábitos de seguridad. El cuestionario (10 min) pregunta si su equipo tiene antivirus de pago o gratuito, si usa VPN, si actualiza el navegador y qué hace ante un correo sospechoso. Las respuestas son anónimas. Comité de ética CE-2026/118.</p><p><a href="https://encuestas.universidad-ebro.example/seghum">Participar</a></p>`,
  },
];
