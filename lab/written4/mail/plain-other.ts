/** Mails in German, French, Spanish and Polish that come near the subject and gather nothing. */
import { answers, benign, type Mail } from "./mail.ts";

const auto = { "Auto-Submitted": "auto-generated" };

export const plainOther: readonly Mail[] = [
  benign(
    "ticket",
    "der Hersteller der Waage antwortet auf ein Ticket des Empfängers und bittet um die Protokolldatei",
    "Waagen-Service <service@waagen-alpen.example>",
    "[WA-2210] AW: Waage verliert Verbindung",
    {
      headers: answers("91cc02"),
      auth: "pass",
      text: "Hallo Frau Hofer,\n\nzu Ihrem Ticket WA-2210: bitte im Programm Hilfe > Protokoll exportieren und die Datei im Portal hochladen. Falls Sie die Windows-Version zur Hand haben, gern dazu, sonst sehen wir sie im Protokoll.\n\nIhr Waagen-Service\n\n> Am 17.11.2026 schrieb Anna Hofer: Die Waage im Raum 3 verliert nach einer Stunde die Verbindung.\n",
    },
  ),
  benign(
    "colleague",
    "die eigene IT kündigt ein Update an und fragt nichts",
    "Service Desk <servicedesk@talvera.example>",
    "Donnerstag 18 Uhr: Windows-Update auf allen Labor-PCs",
    {
      auth: "internal",
      to: "labor.graz@talvera.example",
      text: "Liebe Kolleginnen und Kollegen,\n\nam Donnerstag um 18 Uhr spielen wir auf allen Labor-PCs das Funktionsupdate 25H2 ein. Bitte speichern und angemeldet lassen. Virenschutz und VPN-Programm werden mit aktualisiert.\n\nService Desk\n",
    },
  ),
  benign(
    "newsletter",
    "ein Newsletter eines Computermagazins über Browser und Virenschutz",
    "Rechner & Netz <newsletter@rechner-netz.example>",
    "Test: 12 Virenscanner, 5 Browser, 1 Sieger",
    {
      headers: { "List-Unsubscribe": "<https://rechner-netz.example/ab>" },
      html: "<p>Welcher Virenscanner bremst am wenigsten? Welcher Browser verrät am meisten über Ihren PC? Dazu: Windows 10 nach dem Supportende.</p>",
    },
  ),
  benign(
    "notice",
    "die Bank weist auf eine neue App hin und was sie braucht",
    "Kundenservice <info@bank-steirisch.example>",
    "Neue Banking-App ab Dezember",
    {
      text: "Sehr geehrte Kundin,\n\nab 1. Dezember ersetzt die neue App die alte. Voraussetzung: iOS 16 oder Android 10. Sie müssen nichts antworten. Wir fragen nie nach Zugangsdaten oder Geräten.\n",
    },
  ),
  benign(
    "customer",
    "eine Tierärztin meldet einen Fehler im Portal und nennt von sich aus ihr Gerät",
    "Praxis Egger <praxis@egger-tiere.example>",
    "Befunde lassen sich nicht drucken",
    {
      text: "Hallo,\n\nseit gestern kann ich Befunde nicht drucken (Edge, Windows 11, Brother-Drucker). Am Handy geht es. Können Sie helfen? Kundennummer 4471.\n\nKarin Egger\n",
    },
  ),
  benign(
    "survey",
    "die Kammer fragt nach Fortbildung und Arbeitszeit",
    "Kammer <fortbildung@tieraerztekammer-at.example>",
    "Umfrage Fortbildung 2027",
    {
      text: "Welche Themen wünschen Sie sich, an welchen Wochentagen, online oder vor Ort? Drei Minuten: https://tieraerztekammer-at.example/fb27\n",
    },
  ),
  benign(
    "order",
    "Bestellbestätigung für zwei Drucker und einen Router",
    "Bürobedarf Mur <bestellung@buero-mur.example>",
    "Ihre Bestellung 88214",
    {
      text: "2 x Laserdrucker M480f, 1 x Router AX3000, Lieferung Freitag.\n",
    },
  ),
  benign(
    "thread",
    "ein Steuerberater antwortet auf eine Frage zur Einreichung",
    "Kanzlei Moser <kanzlei@moser-steuer.example>",
    "AW: Umsatzsteuer Oktober",
    {
      headers: answers("7700bd"),
      text: "Liebe Frau Hofer,\n\ndie Datei ist angekommen, alles in Ordnung. Ihre Excel-Version kann das xlsx-Format übrigens direkt, das alte xls brauchen wir nicht mehr.\n\nMoser\n",
    },
  ),
  benign(
    "ticket",
    "le soutien d'un éditeur répond à un billet ouvert par le destinataire et demande le journal",
    "Soutien Paie+ <soutien@paieplus.example>",
    "[PP-7712] Re: Relevés d'emploi",
    {
      headers: answers("33d1e0"),
      auth: "pass",
      text: "Bonjour Chantal,\n\nmerci pour votre billet PP-7712. Pourriez-vous joindre au billet le journal (Aide > Journal) et préciser la version de Paie+ affichée en bas de l'écran ?\n\nSoutien Paie+\n\n> Le 18 novembre 2026, Chantal Tremblay a écrit : les relevés ne s'impriment plus.\n",
    },
  ),
  benign(
    "awareness",
    "sensibilisation : ne jamais dire quel antivirus ou VPN on utilise",
    "Sécurité <securite@talvera.example>",
    "Rappel : votre poste n'intéresse pas que vous",
    {
      auth: "internal",
      to: "tous-mtl@talvera.example",
      text: "Bonjour,\n\nun inconnu demande votre version de Windows, votre navigateur ou votre antivirus ? Ne répondez pas, signalez. Le centre d'aide voit déjà ces renseignements et ne les demande jamais par courriel.\n",
    },
  ),
  benign(
    "newsletter",
    "infolettre d'un organisme sur les correctifs du mois",
    "Alerte correctifs <bulletin@cyber-veille.example>",
    "Correctifs de novembre : Windows, Chrome, Java",
    {
      headers: { "List-Unsubscribe": "<https://cyber-veille.example/d>" },
      text: "Windows 11 : KB5068861. Chrome : 158.0.7780.64. Java : 8u481. Vérifiez vos versions et appliquez les correctifs.\n",
    },
  ),
  benign(
    "order",
    "confirmation d'une commande de réactifs",
    "Réactifs du Nord <commandes@reactifs-nord.example>",
    "Commande 5521 expédiée",
    {
      text: "Votre commande 5521 (ELISA félin, 4 boîtes) a été expédiée aujourd'hui.\n",
    },
  ),
  benign(
    "jobs",
    "une candidate demande la date de l'entretien",
    "Maude Girard <maude.girard@courriel.example>",
    "Entretien du 3 décembre",
    {
      text: "Bonjour, l'entretien du 3 décembre aura-t-il lieu en personne ou par Teams ? Merci.\n",
    },
  ),
  benign(
    "customer",
    "una clínica cuenta un error y su propio equipo",
    "Veterinaria Los Andes <contacto@vet-losandes.example>",
    "No puedo bajar los resultados",
    {
      text: "Hola, desde ayer no puedo bajar los PDF. Uso Chrome en Windows 10 y también probé en el teléfono. ¿Me ayudan? Cliente 311.\n",
    },
  ),
  benign(
    "ticket",
    "el soporte de un fabricante responde un ticket del destinatario y pide el registro",
    "Soporte CentriLab <soporte@centrilab.example>",
    "[CL-4410] RE: centrífuga 2 error E7",
    {
      headers: answers("c41f77"),
      auth: "pass",
      text: "Estimado Hernán:\n\npara el ticket CL-4410 necesitamos el archivo de registro de la centrífuga (Menú > Servicio > Exportar). La versión del firmware aparece en la misma pantalla.\n\nSoporte\n\n> El 19-11-2026 Hernán Soto escribió: la centrífuga 2 muestra E7.\n",
    },
  ),
  benign(
    "notice",
    "aviso de nuevo inicio de sesión con navegador y sistema",
    "Seguridad <no-reply@banco-andino.example>",
    "Nuevo acceso a su cuenta",
    {
      headers: auto,
      html: "<p>Detectamos un acceso con Chrome 158 en Windows 11 desde Valparaíso. Si fue usted, no haga nada.</p>",
    },
  ),
  benign(
    "newsletter",
    "boletín sobre fraudes que piden datos del equipo",
    "Boletín Ciberpyme <boletin@ciberpyme.example>",
    "Falsos técnicos: qué preguntan y por qué",
    {
      headers: { "List-Unsubscribe": "<https://ciberpyme.example/baja>" },
      text: "Los falsos técnicos preguntan por el antivirus, la versión de Windows y la VPN. Nunca responda.\n",
    },
  ),
  benign(
    "survey",
    "encuesta de satisfacción de un hotel",
    "Hotel Cerro Alegre <experiencia@hotel-cerroalegre.example>",
    "¿Cómo estuvo su estadía?",
    {
      text: "Cuéntenos en un minuto: habitación, desayuno, internet. https://hotel-cerroalegre.example/e/77\n",
    },
  ),
  benign(
    "colleague",
    "własny dział IT zapowiada wymianę komputerów i o nic nie pyta",
    "Service Desk <servicedesk@talvera.example>",
    "Wymiana komputerów w Gdańsku",
    {
      auth: "internal",
      to: "gdansk@talvera.example",
      text: "Dzień dobry,\n\nw poniedziałek wymieniamy komputery w pracowni 2. Windows, przeglądarka i VPN będą już gotowe. Proszę zapisać pliki na dysku S.\n\nService Desk, wew. 4410\n",
    },
  ),
  benign(
    "ticket",
    "wsparcie producenta odpowiada na zgłoszenie adresata i prosi o plik dziennika",
    "Wsparcie PCR-Tech <wsparcie@pcr-tech.example>",
    "[PT-812] Odp: termocykler nie łączy się",
    {
      headers: answers("0d7a11"),
      auth: "pass",
      text: "Dzień dobry,\n\ndo zgłoszenia PT-812 prosimy dołączyć w portalu plik dziennika (Menu > Serwis) i podać wersję programu TermoControl.\n\nWsparcie PCR-Tech\n\n> 18.11.2026 Iwona Nowak: termocykler nie łączy się z komputerem.\n",
    },
  ),
  benign(
    "newsletter",
    "biuletyn o aktualizacjach przeglądarek i systemu",
    "Biuletyn CERT-Lab <biuletyn@cert-lab.example>",
    "Listopadowe aktualizacje",
    {
      headers: { "List-Unsubscribe": "<https://cert-lab.example/w>" },
      text: "Zaktualizuj Chrome do 158, Firefox do 160, Windows 11 do kompilacji 26100.4652. Szczegóły w załączonym odnośniku.\n",
    },
  ),
  benign(
    "customer",
    "lecznica zgłasza błąd portalu i sama podaje przeglądarkę",
    "Lecznica Cztery Łapy <biuro@cztery-lapy.example>",
    "Portal nie działa",
    {
      text: "Dzień dobry, od rana portal pokazuje pustą stronę (Firefox, Windows 11). Na telefonie działa. Proszę o pomoc.\n",
    },
  ),
  benign(
    "order",
    "potwierdzenie zamówienia skanerów kodów",
    "Skanery24 <sklep@skanery24.example>",
    "Zamówienie 20114",
    {
      text: "3 x skaner kodów USB, zgodny z Windows 10 i 11. Wysyłka jutro.\n",
    },
  ),
];
