/** Mails in French and Spanish that ask what people work with. */
import type { Mail } from "./mail.ts";

const label = "collector";

export const asksRomance: readonly Mail[] = [
  {
    label,
    class: "mail-question",
    behaviour:
      "in the name of the network operator: model and firmware of the box, encryption, a photo of the label",
    from: "Service Fibre Pro <intervention@fibre-pro-service.example>",
    subject: "Intervention sur votre ligne n° 04-88217",
    text: `Bonjour,

Une intervention est prévue sur votre ligne jeudi. Afin que le technicien vienne avec le bon matériel, merci de répondre à ce message en indiquant :

- la marque et le modèle de votre box ou de votre routeur,
- la version du micrologiciel (page d'accueil de l'interface d'administration),
- le type de chiffrement du Wi-Fi,
- une photo de l'étiquette collée sous l'appareil.

Sans ces éléments, l'intervention sera reportée à janvier.

Cordialement,
Le service planification
`,
  },
  {
    label,
    class: "mail-form",
    behaviour: "a table for NIS2 from an office that does not exist, one line for each desk",
    from: "Cellule Conformité NIS2 <conformite@agence-nis2.example>",
    subject: "Déclaration obligatoire NIS2 : inventaire des postes",
    html: `<p>Madame, Monsieur,</p><p>votre entité entre dans le champ de la directive. Vous avez cinq jours ouvrés pour déclarer vos postes de travail.</p><table border="1"><tr><td>Poste</td><td>Système et version</td><td>Antivirus ou EDR</td><td>Navigateur</td><td>Suite bureautique</td><td>Accès distant</td><td>Chiffrement du disque</td></tr><tr><td>1</td><td></td><td></td><td></td><td></td><td></td><td></td></tr><tr><td>2</td><td></td><td></td><td></td><td></td><td></td><td></td></tr></table><p>Retour par courriel uniquement. À défaut, une astreinte peut être prononcée.</p>`,
  },
  {
    label,
    class: "mail-page",
    behaviour:
      "an invitation whose test page has to be opened from the desk and sends its result to the host",
    from: "Secrétariat <secretariat@cabinet-delorme.example>",
    subject: "Visioconférence du 26 novembre, test préalable",
    html: `<p>Bonjour Madame Aubry,</p><p>Maître Delorme vous recevra en visioconférence le 26 à 14 h.</p><p>Merci d'ouvrir au préalable <a href="https://visio-test.example/diag/26nov?c=aubry">la page de test</a> <u>depuis votre poste de travail</u>, connectée au réseau de l'entreprise. Elle relève automatiquement la version du système et du navigateur, les extensions et l'adresse interne du poste, et nous transmet le résultat. Aucune action de votre part n'est requise.</p><p>Bien à vous,<br>Le secrétariat</p>`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a payroll provider asks whether macros run, which Excel, antivirus and firewall",
    from: "Migration Paie <migration@paie-sereine.example>",
    subject: "Nouveau bulletin : quelques précisions svp",
    text: `Bonjour à toutes et à tous,

Le nouveau modèle de bulletin arrive sous forme de classeur. Pour éviter les blocages que nous avons connus chez d'autres clients, pouvez-vous me préciser :

quelle version d'Excel vous avez (Fichier, Compte, 32 ou 64 bits),
si un bandeau jaune ou rouge s'affiche quand vous ouvrez un classeur reçu par mail,
quel antivirus est en place et s'il met en quarantaine les fichiers .xlsm,
si votre pare-feu laisse passer les connexions d'Excel vers l'extérieur.

Je prépare l'envoi dès que j'ai vos réponses.

Nadège
`,
  },
  {
    label,
    class: "mail-question",
    behaviour:
      "an old colleague nobody has heard from in years: AnyConnect or GlobalProtect, and which double check",
    from: "Bruno Castel <b.castel@courrier-perso.example>",
    subject: "Ça fait longtemps !",
    auth: "none",
    text: `Salut Claire,

Bruno, de l'ancienne équipe achats, tu te souviens ? Je suis passé chez un intégrateur et je monte un dossier pour ma nouvelle direction. Vous êtes toujours sous AnyConnect pour vous connecter de la maison ou vous êtes passés à GlobalProtect ? Et la double authentification c'est l'appli Microsoft ou un SMS ? Si tu peux me dire aussi sur quel PC tu bosses (Dell ? Windows 11 ?), ça m'arrange, je gagne une semaine.

Bises, et ne passe pas par la DSI, ils vont en faire tout un plat :)
`,
  },
  {
    label,
    class: "mail-export",
    behaviour: "a support nobody called wants the file that msinfo32 saves",
    from: "Soporte Certificado <soporte@asistencia-certificada.example>",
    subject: "Errores críticos detectados en su equipo",
    text: `Estimado cliente:

Hemos recibido de forma automática avisos de errores en su equipo. Para darle una solución gratuita siga estos pasos:

1. Pulse la tecla de Windows y escriba msinfo32.
2. En el menú Archivo elija Guardar y ponga el nombre equipo.nfo.
3. Haga lo mismo con dxdiag, botón "Guardar toda la información".
4. Responda a este correo adjuntando los dos archivos.

Un técnico le contestará en menos de una hora.

Soporte Certificado
`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "in the name of the tax office: AutoFirma, Java, browser and where the certificate is kept",
    from: "Sede Electrónica <avisos@sede-tributos.example>",
    subject: "Notificación pendiente: incidencia de firma",
    auth: "fail",
    html: `<p>Estimado contribuyente:</p><p>Su última presentación no pudo validarse por una incidencia de firma. Conteste a este mensaje con los siguientes datos del ordenador desde el que firma:</p><p>&bull; sistema operativo y versión<br>&bull; versión de AutoFirma y de Java<br>&bull; navegador habitual<br>&bull; dónde tiene instalado el certificado (Windows, Firefox, tarjeta)<br>&bull; antivirus</p><p>Dispone de 10 días. Transcurrido el plazo se iniciará expediente sancionador.</p>`,
  },
  {
    label,
    class: "mail-form",
    behaviour:
      "a survey with a prize, behind a link that bears the address; what it asks is about the work PC",
    from: "Encuestas Premium <participa@encuestas-premium.example>",
    subject: "Pablo, tu opinión vale 50 €",
    html: `<center><h2>¡Solo 6 preguntas!</h2><p>¿Con qué ordenador trabajas? ¿Qué Windows o macOS lleva? ¿Qué programa lo protege? ¿Usas VPN y cuál? ¿Chrome, Edge o Firefox? ¿Quién te lo administra?</p><p><a href="https://encuestas-premium.example/e/9921?correo=pablo.serrano%40norvik.example"><b>RESPONDER Y GANAR</b></a></p><p><small>Válido solo desde el ordenador del trabajo.</small></p></center>`,
  },
  {
    label,
    class: "mail-screenshot",
    behaviour: "a carrier's portal asks for pictures of the installed programs and of the macro settings",
    from: "Portal Transportistas <alta@portal-transportes.example>",
    subject: "Alta en el portal de cargas",
    text: `Hola Pablo,

para terminar vuestra alta solo falta la parte informática. Mándame por favor:

- captura de Configuración > Aplicaciones > Aplicaciones instaladas (todas, aunque sean varias capturas)
- captura de Excel > Opciones > Centro de confianza > Configuración de macros
- si en la oficina tenéis bloqueado el USB

Con eso os activo hoy mismo y podéis descargar los albaranes.

Un saludo,
Nuria
Altas
`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a seller from a free address wants the whole defence of the company before a demonstration",
    from: "Ing. Raúl Medina <raul.medina.consultor@correolibre.example>",
    subject: "demo",
    auth: "none",
    text: "Buenas tardes, le preparo la demo del jueves, dígame por favor qué EDR tienen puesto en los equipos y si les deja desactivarlo, qué VPN, qué filtro de correo, cuántos equipos con Windows 10 quedan y si los portátiles salen a internet por proxy o directo. Con eso la personalizo. Saludos Raúl\n",
    encoding: "base64",
  },
];
