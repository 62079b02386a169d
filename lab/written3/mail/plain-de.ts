/** Ordinary mails in German. */
import type { Mail } from "./mail.ts";

const label = "benign";

export const plainGerman: readonly Mail[] = [
  {
    label,
    class: "mail-newsletter",
    behaviour: "a computer magazine's newsletter",
    from: "Rechnerblatt Newsletter <newsletter@rechnerblatt.example>",
    subject: "Virenscanner im Test, Router mit Lücken, Outlook nervt",
    headers: { "List-Unsubscribe": "<https://rechnerblatt.example/ab>" },
    html: `<h3>Welcher Virenscanner taugt noch?</h3><p>Zwölf Produkte unter Windows 11 25H2, mit überraschendem Sieger.</p><h3>Router: Diese Modelle brauchen sofort ein Update</h3><p>So finden Sie Modell und Firmware auf dem Typenschild.</p><h3>Leserfrage</h3><p>Welches VPN nutzen Sie im Urlaub? Schreiben Sie ins Forum.</p>`,
  },
  {
    label,
    class: "mail-announcement",
    behaviour: "the company's IT tells how the new VPN is used",
    from: "IT Norvik <it@norvik.example>",
    to: "standort-bremen@norvik.example",
    subject: "Neuer VPN-Client ab Montag",
    auth: "internal",
    text: `Liebe Kolleginnen und Kollegen,

am Montag ersetzt GlobalProtect den bisherigen AnyConnect-Client. Die Installation kommt automatisch über das Softwarecenter. Das Symbol unten rechts ist dann eine Weltkugel.

Private Geräte sind weiterhin nicht zugelassen. Wer bis Mittwoch kein Symbol sieht, ruft bitte die 4400 an, Screenshots per Mail brauchen wir nicht.

Eure IT
`,
  },
  {
    label,
    class: "mail-order",
    behaviour: "a phone and a router are on their way",
    from: "Versand <versand@technikhaus-nord.example>",
    subject: "Ihre Bestellung 20-55318 ist unterwegs",
    text: "Guten Tag,\n\n1 x WLAN-Router AX-5400 (Firmware 7.90)\n1 x Diensthandy, Android 16, Hülle schwarz\n\nwurden heute dem Paketdienst übergeben. Sendungsnummer JD0140 3312.\n\nIhr Technikhaus Nord\n",
  },
  {
    label,
    class: "mail-thread",
    behaviour: "a maker of CAD answers the user's question and wants the report its program makes",
    from: "Hotline ConCAD <hotline@concad.example>",
    to: "Jonas Weber <jonas.weber@norvik.example>",
    subject: "AW: Absturz beim Öffnen von STEP-Dateien, Vorgang 8841",
    headers: { "In-Reply-To": "<a91b.71@norvik.example>" },
    text: `Hallo Herr Weber,

danke für die Datei, sie öffnet bei uns. Bitte senden Sie uns die Systeminformation aus ConCAD (Hilfe > Systeminfo > Speichern) und die Version des Grafiktreibers. Nutzen Sie Windows 10 oder 11?

Freundliche Grüße
Petra Olms

-----Ursprüngliche Nachricht-----
Von: Jonas Weber
Hallo, seit Version 12.3 stürzt ConCAD bei jeder STEP-Datei von unserem Lieferanten ab. Anbei ein Beispiel. Bitte um schnelle Hilfe, Abgabe ist Freitag.
`,
  },
  {
    label,
    class: "mail-colleague",
    behaviour: "a colleague wants to know which headset is good",
    from: "Jonas Weber <jonas.weber@norvik.example>",
    to: "Silke Brandt <silke.brandt@norvik.example>",
    subject: "Headset",
    auth: "internal",
    text: "Hi Silke, welches Headset hast du, das mit Kabel oder Bluetooth? Meins verbindet sich ständig mit dem Handy statt mit dem Laptop.\nGruß Jonas\n",
    encoding: "8bit",
  },
  {
    label,
    class: "mail-jobs",
    behaviour: "a job is advertised",
    from: "Stellenmarkt <stellen@jobs-kueste.example>",
    subject: "Neu für Sie: Administrator/in Client Management (m/w/d)",
    text: "Ihre Aufgaben: Softwareverteilung, Patchen von Browsern und Office, Betreuung von Virenschutz und VPN an 900 Windows-Arbeitsplätzen.\nIhr Profil: Erfahrung mit Intune oder Baramundi, PowerShell, gutes Deutsch.\n\nGleich bewerben: https://jobs-kueste.example/s/70031\n",
  },
  {
    label,
    class: "mail-survey",
    behaviour: "the works council asks about work at home: days, light, noise",
    from: "Betriebsrat <betriebsrat@norvik.example>",
    to: "standort-bremen@norvik.example",
    subject: "Umfrage mobiles Arbeiten",
    auth: "internal",
    html: `<p>Wie viele Tage arbeiten Sie zu Hause? Haben Sie einen eigenen Raum, gutes Licht, einen höhenverstellbaren Tisch? Reicht Ihnen ein Bildschirm? Würden Sie lieber mehr oder weniger Tage im Büro sein?</p><p><a href="https://forms.norvik.example/mobil">Zur Umfrage</a></p>`,
  },
  {
    label,
    class: "mail-customer",
    behaviour: "a customer tells of an error in the shop and of his own browser",
    from: "Einkauf Stadtwerke <einkauf@stadtwerke-leer.example>",
    to: "info@norvik.example",
    subject: "Fehler im Webshop",
    text: "Guten Tag,\n\nim Webshop lässt sich der Warenkorb nicht absenden. Wir arbeiten mit Firefox ESR 153 unter Windows 11, Virenschutz G DATA, Proxy der Stadt. Mit Edge geht es auch nicht. Können Sie das bitte prüfen und uns das Angebot so lange per Mail schicken?\n\nM. Harms\n",
  },
  {
    label,
    class: "mail-report",
    behaviour: "the antivirus console's weekly report",
    from: "Konsole <no-reply@ironvale-security.example>",
    to: "security@norvik.example",
    subject: "Wochenbericht Endpunkte KW 47",
    html: `<table border="1"><tr><td>Geräte gesamt</td><td>240</td></tr><tr><td>Agent veraltet (&lt; 8.2)</td><td>11</td></tr><tr><td>Windows 10</td><td>34</td></tr><tr><td>Blockierte Bedrohungen</td><td>6</td></tr><tr><td>Geräte ohne Kontakt</td><td>NVK-LT-0377, NVK-LT-0390</td></tr></table><p>Details in der Konsole.</p>`,
  },
];
