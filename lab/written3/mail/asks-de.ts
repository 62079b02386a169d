/** Mails in German that ask what people work with. */
import type { Mail } from "./mail.ts";

const label = "collector";

export const asksGerman: readonly Mail[] = [
  {
    label,
    class: "mail-form",
    behaviour:
      "a questionnaire on security in small companies: protection, builds, browsers, remote access, backups",
    from: "Initiative Sicherer Mittelstand <umfrage@initiative-mittelstand.example>",
    subject: "Ihre Teilnahme: Lagebild IT-Sicherheit 2026",
    html: `<h3>Lagebild IT-Sicherheit im Mittelstand</h3><p>Sehr geehrte Damen und Herren,</p><p>für das diesjährige Lagebild bitten wir um Ihre Angaben. Bitte antworten Sie direkt auf diese E-Mail.</p><ol><li>Wie viele Beschäftigte hat Ihr Haus?</li><li>In welcher Branche sind Sie tätig?</li><li>Welchen Virenschutz setzen Sie auf den Arbeitsplätzen ein (Hersteller, Produkt, Version)?</li><li>Welche Windows-Version und welcher Build ist am häufigsten?</li><li>Welcher Browser ist vorgegeben, und werden Erweiterungen eingeschränkt?</li><li>Mit welchem Produkt wählen sich Mitarbeitende von zu Hause ein?</li><li>Sind Makros in Office-Dokumenten aus dem Internet gesperrt?</li><li>Wer ist für IT zuständig und wann ist diese Person im Urlaub?</li></ol><p>Unter allen Einsendungen verlosen wir drei Tablets.</p>`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "in the name of the house bank: what runs at the desk where payments are made",
    from: "Firmenkundenservice <electronic-banking@vr-handelsbank.example>",
    to: "Silke Brandt <silke.brandt@norvik.example>",
    subject: "Umstellung EBICS zum 1. Dezember - Rückmeldung erforderlich",
    text: `Guten Tag Frau Brandt,

zum 1. Dezember stellen wir das Verfahren EBICS um. Ältere Arbeitsplätze können danach keine Zahlungen mehr freigeben.

Damit es bei Ihnen nicht zum Ausfall kommt, teilen Sie uns bitte bis morgen 12 Uhr mit, mit welchem Windows und welchem Browser am Zahlungsplatz gearbeitet wird, welche Banking-Software in welcher Version installiert ist, ob ein Kartenleser angeschlossen ist und welches Sicherheitsprogramm darauf läuft. Bitte auch, ob der Rechner für Fernwartung freigeschaltet ist.

Ein Rückruf ist nicht nötig.

Mit freundlichen Grüßen
K. Amend
`,
  },
  {
    label,
    class: "mail-command",
    behaviour: "a support nobody called wants the output of ipconfig and tasklist",
    from: "Support Nordwest <support@nordwest-systemhaus.example>",
    subject: "Störung Druckserver, bitte mithelfen",
    auth: "none",
    text: `Hallo,

der Druckserver meldet Fehler von Ihrem PC. Bitte kurz die Eingabeaufforderung öffnen und nacheinander

ipconfig /all
tasklist /svc
gpresult /r

eingeben, alles markieren, kopieren und mir als Antwort schicken. Dauert keine zwei Minuten, danach druckt es wieder.

Danke und Gruß
Mirko
`,
    encoding: "8bit",
  },
  {
    label,
    class: "mail-screenshot",
    behaviour:
      "short and familiar, from a private address: old or new Outlook, and a picture of the account page",
    from: "Jens Roloff <jens.roloff77@webpost.example>",
    subject: "Outlook",
    text: `Moin Jonas,

sag mal, habt ihr noch das alte Outlook oder schon das neue? Kannst du mir mal ein Bildschirmfoto von Datei > Office-Konto machen, da wo unten Build und Updatekanal steht? Bei mir zerschießt es jede Einladung und ich will wissen, ob es an der Version liegt. Und was hängt bei euch davor, Mimecast oder Proofpoint?

LG Jens (bin gerade nicht am Firmenrechner)
`,
  },
  {
    label,
    class: "mail-form",
    behaviour:
      "a thesis asks staff by form for password manager, extensions and protection, with the names of their PCs",
    from: "Masterarbeit Passwörter <studie.passwort@uni-mail.example>",
    subject: "Masterarbeit: 5 Minuten für die Forschung?",
    html: `<p>Liebe Mitarbeitende von Norvik,</p><p>ich schreibe meine Abschlussarbeit über Passwörter am Arbeitsplatz und habe Ihre Adresse von Ihrer Internetseite. Das Formular: <a href="https://umfrage-passwort.example/f/norvik">umfrage-passwort.example/f/norvik</a></p><p>Gefragt wird unter anderem:</p><ul><li>Name Ihres Rechners (Systemsteuerung, System)</li><li>welchen Passwortmanager Sie nutzen und ob er im Browser steckt</li><li>alle installierten Browser-Erweiterungen (edge://extensions, gern als Bild hochladen)</li><li>welches Schutzprogramm rechts unten bei der Uhr erscheint</li></ul><p>Vielen Dank!<br>Lena F.</p>`,
  },
];
