/** Mails in German, French, Spanish and Polish that gather what people work with. */
import { collector, type Mail } from "./mail.ts";

export const asksOther: readonly Mail[] = [
  collector(
    "form",
    "Umfrage im Namen einer Kammer, die es so nicht gibt: System, Browser, Virenschutz, Fernwartung je Arbeitsplatz",
    "Kammer-Servicestelle <umfrage@vetkammer-digital.example>",
    "Digitalisierung 2027: Pflichtangaben bis Freitag",
    {
      text: "Sehr geehrte Damen und Herren,\n\nfür den Digitalisierungsbericht benötigen wir von jedem Standort:\n\n1. Betriebssystem und Version der Arbeitsplätze\n2. eingesetzter Browser samt Version\n3. Virenschutz (Hersteller, Version)\n4. Programme zur Fernwartung\n5. Name der Praxis- bzw. Laborsoftware und deren Datenbank\n\nBitte antworten Sie direkt auf diese Nachricht.\n\nIhre Servicestelle\n",
    },
  ),
  collector(
    "question",
    "angeblicher Hersteller eines Analysegeräts will Kennung der Fernwartung, Windows-Stand und Firewall des Labor-PCs",
    "Analyser Service Süd <service@analyser-service-sued.example>",
    "Ihr Gerät VA3000, Wartung ausständig",
    {
      auth: "none",
      text: "Guten Tag,\n\nIhr VA3000 meldet seit Montag keine Daten. Bitte teilen Sie uns vom angeschlossenen PC mit: TeamViewer- oder AnyDesk-Kennung, Windows-Version (Taste Windows + R, winver), welcher Virenscanner läuft und ob die Firewall von Ihnen selbst abgeschaltet werden kann. Der Techniker schaltet sich dann auf.\n\nService Süd\n",
    },
  ),
  collector(
    "question",
    "zwei Zeilen ohne Anlass: Windows 10 und welcher Virenscanner",
    "R. Maurer <r.maurer@schnellpost.example>",
    "kurze Frage",
    {
      text: "Grüß Gott,\n\narbeiten Sie im Labor eigentlich noch mit Windows 10 und welchen Virenscanner haben Sie da drauf?\n\nMfG Maurer\n",
    },
  ),
  collector(
    "question",
    "im Namen des Finanzamts: Browser, Version und Telefon, mit dem man sich anmeldet",
    "Finanzportal <service@finanzportal-at.example>",
    "Umstellung der Anmeldung, Ihre Mitwirkung",
    {
      auth: "fail",
      html: "<p>Sehr geehrte Unternehmerin, sehr geehrter Unternehmer,</p><p>mit 1. Dezember ändert sich die Anmeldung. Um Störungen zu vermeiden, geben Sie uns bitte bekannt:</p><ol><li>Browser und Versionsnummer auf dem Rechner der Buchhaltung</li><li>Betriebssystem</li><li>Modell und Systemversion des Mobiltelefons, mit dem Sie bestätigen</li><li>Name des Schutzprogramms</li></ol><p>Antworten Sie formlos auf diese E-Mail.</p>",
    },
  ),
  collector(
    "settings",
    "eine angebliche Tierärztin will die Einstellungen des Mailprogramms, weil Befunde nicht ankämen",
    "Dr. Sabine Thaler <praxis.thaler@mailbox24.example>",
    "Befunde kommen nicht an",
    {
      text: "Liebes Labor,\n\nIhre Befunde landen bei mir im Nichts. Mein Schwager kennt sich aus und braucht von Ihnen: Outlook-Version, Servername und Port aus den Kontoeinstellungen (am besten ein Foto davon), ob Sie über VPN arbeiten und welches Programm Mails bei Ihnen prüft. Bitte bald, ich habe kranke Tiere hier!\n\nSabine Thaler\n",
    },
  ),
  collector(
    "form",
    "au nom de l'impôt : un formulaire sur le poste, l'antivirus et le navigateur de la comptabilité",
    "Revenu - Services en ligne <avis@revenu-mesdossiers.example>",
    "Mise à niveau de Mon dossier entreprise",
    {
      auth: "fail",
      html: '<p>Madame, Monsieur,</p><p>avant le 4 décembre, décrivez le poste utilisé pour vos déclarations : système et version, navigateur et version, antivirus, logiciel de paie, présence d\'un VPN.</p><p><a href="https://revenu-mesdossiers.example/poste?ne=114">Remplir le formulaire</a></p>',
    },
  ),
  collector(
    "command",
    "un faux fournisseur d'accès veut le modèle de la borne et la sortie d'ipconfig /all",
    "Support réseau <reseau@fibre-boreale.example>",
    "Lenteurs signalées sur votre ligne d'affaires",
    {
      text: "Bonjour,\n\nplusieurs clients de votre secteur signalent des lenteurs. Pour ouvrir votre dossier, ouvrez une invite de commandes, tapez\n\n    ipconfig /all > %userprofile%\\Desktop\\reseau.txt\n    systeminfo >> %userprofile%\\Desktop\\reseau.txt\n\net renvoyez-nous le fichier avec le modèle de votre routeur.\n\nÉquipe réseau\n",
    },
  ),
  collector(
    "question",
    "une ligne d'un inconnu qui se dit le nouveau technicien : quelle version de Windows et quel antivirus",
    "Technicien TI <ti.talvera@courriel-rapide.example>",
    "petit inventaire",
    {
      text: "Bonjour, je suis le nouveau technicien. Peux-tu me dire ta version de Windows, ton antivirus et si ton portable est chiffré? Merci!\n",
    },
  ),
  collector(
    "page",
    "un sondage avec cadeau mène à une page à ouvrir depuis le poste de travail",
    "Club Avantages <sondage@club-avantages-pro.example>",
    "Geneviève, une carte-cadeau de 50 $ vous attend",
    {
      html: '<p>Bonjour Geneviève,</p><p>Dites-nous comment vous travaillez. Le sondage doit être fait <b>sur votre ordinateur du bureau</b>, car il relève lui-même le système, le navigateur, les extensions et la protection installée.</p><p><a href="https://club-avantages-pro.example/s?u=g.lavoie@talvera.example">Commencer</a></p>',
    },
  ),
  collector(
    "question",
    "en nombre del servicio de impuestos: navegador, Java y dónde está el certificado",
    "Mesa de Ayuda Tributaria <ayuda@sii-contribuyente.example>",
    "Actualización de certificado digital",
    {
      auth: "fail",
      text: "Estimado contribuyente:\n\npara mantener su certificado digital responda este correo indicando:\n- sistema operativo y versión del computador\n- navegador y versión\n- versión de Java\n- antivirus instalado\n- si el certificado está en un token o en el navegador\n\nPlazo: 48 horas.\n",
    },
  ),
  collector(
    "screenshot",
    "un falso proveedor pide captura de winver y de los programas instalados",
    "Soporte LabSoft <soporte@labsoft-latam.example>",
    "Ticket 88120 - error en la sincronización",
    {
      text: "Hola Diego:\n\ndetectamos un error en la sincronización de su laboratorio. Por favor envíe hoy:\n\n1. captura de la ventana que aparece con Windows + R, winver\n2. captura de Programas y características completa\n3. nombre del antivirus y si permite agregar exclusiones\n\nSoporte LabSoft\n",
    },
  ),
  collector(
    "form",
    "encuesta de una cámara desconocida sobre equipos, protección y acceso remoto",
    "Cámara Digital Pyme <estudio@camara-digital-pyme.example>",
    "Estudio nacional: ¿qué tan protegida está su empresa?",
    {
      html: '<p>Su empresa fue seleccionada. Complete la ficha técnica: cantidad de equipos con Windows 10 y 11, marca del antivirus o EDR, VPN, programas de soporte remoto, quién tiene permisos de administrador.</p><p><a href="https://camara-digital-pyme.example/ficha?id=cl-771">Completar ficha</a></p>',
    },
  ),
  collector(
    "question",
    "un hilo secuestrado de un cliente: qué versión de Outlook y si abre macros",
    "Clínica San Roque <recepcion@clinica-sanroque.example>",
    "RE: Resultados perfil felino 20-11",
    {
      headers: {
        "In-Reply-To": "<a81f02@talvera.example>",
        References: "<a81f02@talvera.example>",
        "Reply-To": "recepcion.sanroque@correo-rapido.example",
      },
      text: "Hola Hernán, gracias por los resultados.\n\nLes vamos a mandar las fichas en una planilla nueva. ¿Con qué versión de Excel y Outlook trabajan, les deja habilitar macros, y qué antivirus tienen? El de nosotros la bloquea.\n\nSaludos\n\n> El 20-11-2026 Hernán Soto escribió:\n> Adjunto los resultados del perfil felino.\n",
    },
  ),
  collector(
    "question",
    "rzekomy dział IT spoza firmy pyta o system, przeglądarkę i antywirusa",
    "Dział IT <it@talvera-pomoc.example>",
    "Inwentaryzacja - proszę o odpowiedź do 14:00",
    {
      auth: "none",
      text: "Dzień dobry,\n\nprowadzimy inwentaryzację. Proszę odpisać i podać: wersję systemu Windows (polecenie winver), przeglądarkę i jej wersję, nazwę programu antywirusowego oraz klienta VPN.\n\nDział IT\n",
    },
  ),
  collector(
    "form",
    "ankieta w imieniu izby, której nikt nie zna: komputery, zabezpieczenia, dostęp zdalny",
    "Izba - biuro <ankieta@izba-wet-cyfrowa.example>",
    "Ankieta obowiązkowa: cyfryzacja laboratoriów",
    {
      html: '<p>Szanowni Państwo,</p><p>prosimy o wypełnienie karty stanowisk: nazwa komputera, system operacyjny i kompilacja, program antywirusowy, przeglądarka, sposób pracy zdalnej.</p><p><a href="https://izba-wet-cyfrowa.example/karta">Karta stanowisk</a></p>',
    },
  ),
  collector(
    "command",
    "nieznany serwisant chce wyniku polecenia systeminfo i listy programów",
    "Serwis VA3000 <serwis@va-serwis.example>",
    "Zgłoszenie 5520, analizator nie wysyła wyników",
    {
      text: "Dzień dobry,\n\nproszę na komputerze przy analizatorze otworzyć wiersz polecenia, wpisać\n\nsysteminfo > C:\\info.txt\nwmic product get name,version >> C:\\info.txt\n\ni odesłać plik info.txt na ten adres. Bez tego nie umówimy serwisanta.\n\nSerwis\n",
    },
  ),
];
