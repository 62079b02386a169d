/** Mails in English that come near the subject and gather nothing: support, the own firm, notices. */
import { answers, benign, type Mail } from "./mail.ts";

const noReply = { "Auto-Submitted": "auto-generated" };

export const plainEnglish1: readonly Mail[] = [
  benign(
    "ticket",
    "a maker's support answers the ticket that the receiver opened and asks for the report of its program and msinfo32",
    "Scopeware Support <support@scopeware.example>",
    "[SW-40112] Re: Camera freezes after 10 minutes",
    {
      auth: "pass",
      headers: answers("5f10c2"),
      to: "Nick Roy <n.roy@talvera.example>",
      text: "Hi Nick,\n\nthanks for opening SW-40112. Please attach to the ticket (portal, not mail):\n- Help > Collect logs\n- an msinfo32 report of the PC with the camera\n\nThe build with the fix for USB 3.2 hubs is planned for next week.\n\nBest\nIrene, Scopeware Support\n\n> On Mon, 16 Nov 2026 Nick Roy wrote:\n> Hello, camera freezes after about ten minutes, Windows 11, Scopeware 9.4. Serial SC-88121.\n",
    },
  ),
  benign(
    "thread",
    "a developer of an open program asks the reporter, who is the receiver, for versions",
    "Jo Marsh <notifications@github.example>",
    "Re: [vetlims/vetlims] Export fails with umlauts (Issue #881)",
    {
      headers: {
        ...answers("aa91b0"),
        "List-Id": "vetlims/vetlims <vetlims.vetlims.github.example>",
        "List-Unsubscribe": "<https://github.example/unsubscribe/1>",
      },
      text: "Thanks for the report! Which version of vetlims and Node is this, and which OS? I can reproduce on 4.2 but not on main.\n\n--\nReply to this email directly or view it on GitHub.\n",
    },
  ),
  benign(
    "colleague",
    "the own IT, signed in, asks who still sees a 32-bit Office, as announced in the intranet",
    "Service Desk <servicedesk@talvera.example>",
    "Office 64-bit: please check by Friday (intranet news of 12 Nov)",
    {
      auth: "internal",
      to: "all@talvera.example",
      text: 'Dear all,\n\nas announced in the intranet on 12 November we move to 64-bit Office. If File > Account > About shows "32-bit", answer with "32" or drop by at the desk; everybody else has nothing to do. We can see the rest in our own inventory.\n\nBernd, Service Desk, ext. 4410, ticket CHG-2210\n',
    },
  ),
  benign(
    "colleague",
    "the own IT asks what people wish for with the new laptops",
    "Service Desk <servicedesk@talvera.example>",
    "New laptops: 14 or 16 inch?",
    {
      auth: "internal",
      to: "labor.graz@talvera.example",
      text: "Hi all,\n\nthe new laptops arrive in January. Please tell us by Thursday: 14 or 16 inch, keyboard layout, docking station yes or no, backpack or sleeve.\n\nService Desk\n",
    },
  ),
  benign(
    "notice",
    "a sign-in from a new device is told, with browser and system",
    "Accounts <no-reply@accounts.trelloboard.example>",
    "New sign-in to your account",
    {
      headers: noReply,
      html: "<p>We noticed a new sign-in.</p><table><tr><td>Browser</td><td>Chrome 158</td></tr><tr><td>Operating system</td><td>Windows 11</td></tr><tr><td>Location</td><td>Graz, Austria</td></tr></table><p>If this was you, you can ignore this message.</p>",
    },
  ),
  benign(
    "notice",
    "a web application's errors of the day, with browsers and systems",
    "Sentry <noreply@md.sentry.example>",
    "TALVERA-PORTAL: TypeError: cannot read 'species' of undefined",
    {
      headers: noReply,
      text: "New issue in production\n\nTypeError: cannot read properties of undefined (reading 'species')\nat results/list.tsx:88\n\nbrowser: Chrome 158.0.0, os: Windows >=10, device.family: Other, users: 3\n\nView on Sentry\n",
    },
  ),
  benign(
    "notice",
    "a builder's failed run, with its surroundings",
    "GitLab <gitlab@git.talvera.example>",
    "lims | Failed pipeline for main | 7710c4",
    {
      auth: "internal",
      headers: noReply,
      text: "Pipeline #4410 failed in stage test.\n\nRunner: runner-mtl-2 (linux 6.12, docker 29.1)\nNode v24.11.1, npm 11.6.4\n\n  FAIL test/results.test.ts > lists results by species\n",
    },
  ),
  benign(
    "report",
    "the vulnerability service's weekly report",
    "Qualys <no-reply@qualys.example>",
    "Weekly report: 214 hosts, 12 new findings",
    {
      headers: noReply,
      html: "<p>Scope: TAL workstations.</p><ul><li>Chrome below 158.0.7780.64: 9 hosts</li><li>Windows 11 24H2 without KB5068861: 4 hosts</li><li>Java 8 before 481: 2 hosts</li></ul>",
    },
  ),
  benign(
    "report",
    "the protection's console tells what it stopped and on which builds",
    "Falcon <falcon@alerts.crowdwatch.example>",
    "Detection summary for talvera.example",
    {
      headers: noReply,
      text: "Detections last 7 days: 2 (both prevented)\nSensors: 318, outdated sensor version: 6\nTop OS: Windows 11 25H2 (241), macOS 27 (31)\n",
    },
  ),
  benign(
    "release",
    "a meeting program tells of its new version and what it needs",
    "Zoom <no-reply@zoom-news.example>",
    "Version 6.6.6 is available",
    {
      headers: { "List-Unsubscribe": "<https://zoom-news.example/u>" },
      html: "<p>What's new: better noise suppression, waiting room images.</p><p>System requirements: Windows 10 22H2 or later, macOS 12 or later, 4 GB of memory. Your administrator may update your client for you.</p>",
    },
  ),
  benign(
    "release",
    "Microsoft's digest of changes for administrators",
    "Microsoft 365 Message center <o365mc@microsoft.example>",
    "Weekly digest: Microsoft service updates",
    {
      headers: noReply,
      text: "MC1188220: Classic Outlook, legacy add-ins will be blocked from January\nMC1188511: Teams desktop client, minimum version 25241\nMC1189002: Edge 158 policy changes\n\nNo action is needed if your clients are on a supported channel.\n",
    },
  ),
  benign(
    "awareness",
    "the own security tells staff never to say which programs they use",
    "Security <security@talvera.example>",
    "Someone asks which antivirus we use? Don't answer.",
    {
      auth: "internal",
      to: "all@talvera.example",
      text: 'Dear colleagues,\n\nlast week two of you were asked by mail which antivirus, VPN and Windows version we use. Such mails prepare attacks. Do not answer, do not send screenshots or the output of systeminfo, press "Report phishing".\n\nSecurity team\n',
    },
  ),
  benign(
    "awareness",
    "the result of an exercise with false mails",
    "Training <results@phish-training.example>",
    "Campaign results: November",
    {
      headers: noReply,
      text: 'Template: "IT asks for your browser version"\nSent 212, opened 140, replied 6, reported 88\n\nThe six who replied were enrolled in a 5-minute lesson.\n',
    },
  ),
  benign(
    "customer",
    "a vet tells of an error in the portal and of the own browser without having been asked",
    "Dr. Hugh Barlow <hugh@barlowvets.example>",
    "Portal shows blank page",
    {
      text: "Hello,\n\nsince this morning the results page stays blank. I'm on Firefox 160, Windows 11, my nurse on an iPad has the same. Can you have a look please? Practice number 2210.\n\nHugh\n",
    },
  ),
  benign(
    "enrol",
    "the own manager of devices invites to enrol a new telephone",
    "Device Management <mdm@talvera.example>",
    "Set up your new phone",
    {
      auth: "internal",
      html: "<p>Hello Chantal,</p><p>your iPhone is ready. Install Company Portal from the App Store, sign in with your Talvera account and follow the steps. You need iOS 17 or later.</p><p>Questions: ext. 4410</p>",
    },
  ),
  benign(
    "exercise",
    "a trainer sends what participants should bring along",
    "Bench Academy <courses@bench-academy.example>",
    "Your course on 2 December: what to bring",
    {
      text: "Dear participant,\n\nplease bring a laptop (Windows or Mac, any recent browser, 8 GB of memory recommended) and, if you like, your own data set. Wi-Fi is provided.\n\nSee you in Salzburg!\n",
    },
  ),
];
