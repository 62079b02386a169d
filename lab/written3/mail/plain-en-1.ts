/** Ordinary mails in English: news, notices, sales. */
import type { Mail } from "./mail.ts";

const label = "benign";

export const plainEnglish1: readonly Mail[] = [
  {
    label,
    class: "mail-newsletter",
    behaviour: "a security newsletter that reports on thieves of browser data",
    from: "Blue Harbour Weekly <weekly@blueharbour-sec.example>",
    subject: "Weekly #212: infostealers love your browser profile",
    headers: { "List-Unsubscribe": "<https://blueharbour-sec.example/u/8812>", Precedence: "bulk" },
    html: `<h2>Infostealers love your browser profile</h2><p>The newest families read the list of extensions, the antivirus product and the build of Windows before they steal a single cookie. <a href="https://blueharbour-sec.example/a/212-1">Read more</a></p><h3>In short</h3><ul><li>VPN appliances: patch again</li><li>What antivirus do you really need in 2026? Our test of 14 products</li><li>Podcast: hiring for the SOC</li></ul><p><a href="https://blueharbour-sec.example/u/8812">Unsubscribe</a></p>`,
  },
  {
    label,
    class: "mail-release",
    behaviour: "release notes of a browser for companies",
    from: "Enterprise Browser Team <releases@browser-enterprise.example>",
    subject: "Version 159 is now in the stable channel",
    text: `Version 159 (Windows, macOS, Linux)

* Extensions that still use Manifest V2 are switched off.
* The User-Agent client hint "Form-Factors" is on by default.
* chrome://policy shows from where each policy came.
* Fixed: crash when the proxy asks for NTLM.

To see your version open the menu, Help, About. Updates arrive by themselves; there is nothing you need to send us.
`,
  },
  {
    label,
    class: "mail-thread",
    behaviour: "a support answers in a thread the user began and asks for system and browser",
    from: "Kite Diagrams Support <support@kite-diagrams.example>",
    to: "Owen Tate <owen.tate@norvik.example>",
    subject: "Re: [#55120] Export to PDF gives an empty page",
    headers: {
      "In-Reply-To": "<e71c0a.17@norvik.example>",
      References: "<e71c0a.17@norvik.example>",
    },
    text: `Hi Owen,

sorry for the trouble. Could you tell me which browser and version you are on, and whether it is Windows or macOS? If you can, please attach the console output (F12, Console) taken while you press Export. I can't reproduce it in Chrome 158.

Best,
Imani

On Tue, 17 Nov 2026 at 09:14, Owen Tate <owen.tate@norvik.example> wrote:
> Hello, since this morning every export to PDF of our plant diagram
> is one empty page. I tried it twice, also in a private window.
> Can you help? Our plan is Team, 25 seats.
> Owen
`,
  },
  {
    label,
    class: "mail-announcement",
    behaviour: "the company's IT announces the move to Windows 11, nobody has to answer",
    from: "IT Norvik <it@norvik.example>",
    to: "all-staff@norvik.example",
    subject: "Windows 11: your laptop is moved in the night of 1 December",
    auth: "internal",
    text: `Dear all,

in the night of 1 December the remaining Windows 10 laptops are moved to Windows 11 24H2. Leave yours plugged in and connected to the VPN.

What changes: the start menu sits in the middle, the VPN client is now part of the login screen, and the antivirus icon disappears because it is managed from our side.
What stays: your files, Outlook, printers.

You don't need to do or report anything. If it fails, call 4400.

IT Norvik
`,
  },
  {
    label,
    class: "mail-sales",
    behaviour: "a maker of endpoint protection offers a demonstration",
    from: "Dana Whitlock <dana.whitlock@ironvale-security.example>",
    subject: "Is your antivirus still enough?",
    html: `<p>Hi Hannah,</p><p>attackers now need 48 minutes from the first click to the domain controller. Legacy antivirus sees none of it.</p><p><b>Ironvale XDR</b> covers Windows, macOS, Linux and phones with one light agent. Manufacturers like you cut alerts by 71 %.</p><p><a href="https://ironvale-security.example/demo">Book 20 minutes</a> and get our buyer's guide as a thank you.</p><p>Dana</p><p style="font-size:9px">You receive this because you visited our stand. <a href="https://ironvale-security.example/optout">Opt out</a></p>`,
  },
  {
    label,
    class: "mail-awareness",
    behaviour: "awareness: never tell a stranger what software you use",
    from: "Security Awareness <awareness@norvik.example>",
    to: "all-staff@norvik.example",
    subject: "Tip of the month: small questions, big answers",
    auth: "internal",
    text: `"Which antivirus do you use?" "What version of Outlook is that?" "Could you run ipconfig for me and send a screenshot?"

Questions like these look harmless. To an attacker they are a map. If someone you don't know asks what VPN, browser or phone you work with, do not answer, press Report Phish.

The two minute video is in the portal under Learning.
`,
  },
  {
    label,
    class: "mail-jobs",
    behaviour: "an alert of jobs with lists of products one should know",
    from: "Job Alerts <alerts@rolefinder.example>",
    subject: "7 new jobs: Endpoint Engineer, Malmö and remote",
    html: `<table><tr><td><b>Endpoint Engineer</b>, Skane Foods<br>You know Intune, Jamf, CrowdStrike Falcon and GlobalProtect. You package software for 2 000 Windows clients and keep browsers up to date.</td></tr><tr><td><b>Workplace Administrator</b>, Oresund Rail<br>What we ask: Windows 11, Defender, Citrix, a driving licence.</td></tr><tr><td><b>IT Support, 2nd line</b>, Lund Clinic<br>Remote support with TeamViewer. Which operating systems have you supported? Tell us in your letter.</td></tr></table><p><a href="https://rolefinder.example/a/unsub">Stop alerts</a></p>`,
  },
  {
    label,
    class: "mail-order",
    behaviour: "a confirmed order of ten laptops, with what is in them",
    from: "Order Desk <orders@bizhardware.example>",
    to: "accounts@norvik.example",
    subject: "Order confirmation 7750182",
    html: `<p>Thank you for your order.</p><table border="1"><tr><th>Qty</th><th>Item</th><th>Net</th></tr><tr><td>10</td><td>Laptop 14", 32 GB, 1 TB, Windows 11 Pro 64 bit, vPro, Intel Wi-Fi 7</td><td>13 490.00</td></tr><tr><td>10</td><td>Docking station, firmware 1.0.21</td><td>1 990.00</td></tr><tr><td>10</td><td>Endpoint protection, 3 years, per device</td><td>870.00</td></tr></table><p>Delivery: week 49. Your reference: HT/2026/88.</p>`,
  },
  {
    label,
    class: "mail-ticket",
    behaviour: "a ticket of the own help desk is closed; the data of the laptop are in it",
    from: "Service Desk <servicedesk@norvik.example>",
    subject: "[INC0048821] Resolved: Teams has no sound",
    auth: "internal",
    text: `Your incident INC0048821 has been resolved.

Short description: Teams has no sound
Configuration item: NVK-LT-0412
OS: Windows 11 Enterprise 24H2 (26100.4652)
Antivirus: Microsoft Defender, up to date
Resolution: driver of the headset updated by remote session

If this did not help, reopen the incident within five days from the portal.
`,
  },
  {
    label,
    class: "mail-developers",
    behaviour:
      "a project's page of issues: a maintainer asks the reporter, who is the receiver, for versions",
    from: "Tomasz N <notifications@github.com>",
    to: "Pablo Serrano <pablo.serrano@norvik.example>",
    subject: "Re: [modbus-tools/modpoll-ui] Crash on start with serial port (Issue #418)",
    headers: {
      "List-ID": "modbus-tools/modpoll-ui <modpoll-ui.modbus-tools.github.com>",
      "In-Reply-To": "<modbus-tools/modpoll-ui/issues/418@github.com>",
    },
    text: `Thanks @pserrano for the report. Can you fill in the environment part of the template?

- OS and version
- output of \`node --version\` and \`modpoll-ui --debug-info\`
- which USB adapter

Might be the same as #377.

--
Reply to this email directly or view it on GitHub:
https://github.com/modbus-tools/modpoll-ui/issues/418#issuecomment-3510022
You are receiving this because you authored the thread.
`,
  },
  {
    label,
    class: "mail-colleague",
    behaviour: "a colleague asks which monitor and chair to buy for home",
    from: "Hannah Price <hannah.price@norvik.example>",
    to: "Owen Tate <owen.tate@norvik.example>",
    subject: "your desk",
    auth: "internal",
    text: "Which monitor did you get for home in the end, and does it charge the laptop over USB-C? Also the chair. Mine squeaks in every call.\n\nH\n",
  },
  {
    label,
    class: "mail-customer",
    behaviour: "a customer tells of his own PC and asks for help with the company's program",
    from: "Workshop Reimers <werkstatt@reimers-pumpen.example>",
    to: "info@norvik.example",
    subject: "Norvik Select 4.2 does not start",
    text: `Hello,

we bought Norvik Select 4.2 in May. Since the last Windows update it does not start any more. Our PC: Windows 11 Home 25H2, 16 GB, Avira antivirus, Firefox 160, Office 2021. Router is a Fritzbox. I already switched off the antivirus, no change.

Picture of the error attached in the next mail, it's too big.

What can we do?
Reimers
`,
  },
  {
    label,
    class: "mail-survey",
    behaviour: "a survey on the canteen",
    from: "Works Council <council@norvik.example>",
    to: "all-staff@norvik.example",
    subject: "Five questions on lunch",
    auth: "internal",
    html: `<p>How often do you eat in the canteen? Which dish would you remove? Do you use the app, the card or cash? Would you like a vegetarian day? Which version of the new menu (A or B) do you prefer?</p><p><a href="https://forms.norvik.example/lunch">Answer here</a> until Friday. Nobody sees who answered.</p>`,
  },
];
