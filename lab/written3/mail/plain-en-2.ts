/** Ordinary mails in English: travel, calendars, reports and what machines send. */
import type { Mail } from "./mail.ts";

const label = "benign";

const invitation = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Norvik//Calendar//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:7719@norvik.example
DTSTART:20261202T090000Z
DTEND:20261202T093000Z
SUMMARY:Laptop swap with IT
LOCATION:Room 2.14
DESCRIPTION:Bring your old laptop\\, charger and phone. IT moves the VPN profile and the authenticator.
END:VEVENT
END:VCALENDAR
`;

export const plainEnglish2: readonly Mail[] = [
  {
    label,
    class: "mail-travel",
    behaviour: "a journey's papers",
    from: "Travel Desk <itinerary@northways-travel.example>",
    subject: "Your itinerary: Malmö - Hamburg, 8 December",
    text: `Train EC 238, coach 12, seat 64 (window), Wi-Fi on board.
Hotel Elbblick, 1 night, breakfast included, check-in from 15:00. Tell the desk if you use an iPhone or an Android phone: the digital key needs the right app.

Safe travels
`,
  },
  {
    label,
    class: "mail-calendar",
    behaviour: "an invitation of the own IT to swap the laptop",
    from: "IT Norvik <it@norvik.example>",
    subject: "Invitation: Laptop swap with IT",
    auth: "internal",
    text: "Bring your old laptop, charger and phone. We do the rest.\n",
    attach: [{ name: "invite.ics", type: "text/calendar; method=REQUEST", content: invitation }],
  },
  {
    label,
    class: "mail-report",
    behaviour: "the monitoring's daily report of hosts and agents",
    from: "monitor@norvik.example",
    to: "ops@norvik.example",
    subject: "[daily] 3 warnings, 0 critical",
    auth: "internal",
    text: `HOST            SERVICE            STATE  INFO
nvk-fs-01       disk /data         WARN   84 %
nvk-prx-01      squid              OK     7.3, 412 clients
nvk-lt-0388     windows updates    WARN   KB5068861 missing since 9 days
nvk-lt-0401     defender signature WARN   3 days old
nvk-vpn-01      sessions           OK     61

uname -r on nvk-prx-01: 6.12.57
`,
    encoding: "8bit",
  },
  {
    label,
    class: "mail-invoice",
    behaviour: "a bill for the licences of the antivirus",
    from: "Billing <billing@ironvale-security.example>",
    to: "accounts@norvik.example",
    subject: "Invoice IV-20261121: Ironvale Endpoint, 240 seats",
    text: "Dear customer,\n\nplease find below the invoice for the term 2026-12-01 to 2027-11-30.\n\n240 x Ironvale Endpoint Standard ... 5 040.00 EUR\n\nYour console shows 238 active devices (221 Windows, 17 macOS). Payable within 30 days.\n",
  },
  {
    label,
    class: "mail-meeting",
    behaviour: "an invitation to a video call, with what one needs to join",
    from: "Elin Strand <elin.strand@ostra-valves.example>",
    subject: "Project call Thursday 13:00",
    html: `<p>Join on your computer or phone: <a href="https://meet.ostra-valves.example/j/44120">meet.ostra-valves.example/j/44120</a></p><p>Meeting ID 441 20 88. Works in Chrome, Edge, Safari; on Firefox there is no background blur. <a href="https://meet.ostra-valves.example/test">Test your microphone</a> beforehand if you like.</p>`,
  },
  {
    label,
    class: "mail-notice",
    behaviour: "a service tells of a new sign-in, with browser and system",
    from: "Kite Diagrams <no-reply@kite-diagrams.example>",
    subject: "New sign-in to your account",
    html: `<p>Hi Hannah,</p><p>we noticed a sign-in from a browser we haven't seen before.</p><p>Browser: Edge 158<br>Operating system: Windows 11<br>Address: 203.0.113.77<br>Near: Malmö, Sweden</p><p>Was this you? Then there's nothing to do. If not, <a href="https://kite-diagrams.example/account/security">change your password</a>.</p>`,
  },
  {
    label,
    class: "mail-webinar",
    behaviour: "an invitation to a talk on replacing the VPN",
    from: "Northgate Networks <webinars@northgate-networks.example>",
    subject: "Webinar: goodbye VPN, hello zero trust",
    html: `<p><b>3 December, 11:00 CET, 45 minutes</b></p><p>Which VPN client will you retire first? We show how three factories replaced AnyConnect and FortiClient in one quarter, what it did to their help desk, and what went wrong.</p><p><a href="https://northgate-networks.example/w/0312">Save my seat</a></p>`,
  },
  {
    label,
    class: "mail-list",
    behaviour: "a public mailing list argues on fingerprinting of browsers",
    from: "Ada Kühn <ada@list-member.example>",
    to: "privacy-talk@lists.open-web.example",
    subject: "[privacy-talk] Re: canvas readout and getHighEntropyValues",
    headers: {
      "List-Id": "<privacy-talk.lists.open-web.example>",
      "In-Reply-To": "<2210.9@lists.open-web.example>",
    },
    text: `> Do sites really call getHighEntropyValues for all hints?

In my crawl 6 % of the top 10k do. Most send platformVersion and fullVersionList to the same four vendors, with the canvas hash and the list of fonts. What do you use to block it, the built-in protection or an extension? I stay with the former, fewer ways to stand out.

Ada
`,
  },
  {
    label,
    class: "mail-survey",
    behaviour: "a survey on satisfaction with a program for accounts",
    from: "LedgerOne <feedback@ledgerone.example>",
    to: "Silke Brandt <silke.brandt@norvik.example>",
    subject: "How did we do this quarter?",
    html: `<p>On a scale of 0 to 10, how likely are you to recommend LedgerOne?</p><p>0 1 2 3 4 5 6 7 8 9 10</p><p>Which feature do you use most? What should we build next: bank feeds, a phone app, or a dark mode?</p>`,
  },
  {
    label,
    class: "mail-digest",
    behaviour: "a digest of patches by an emergency team",
    from: "Nordic CERT <advisories@nordic-cert.example>",
    to: "security@norvik.example",
    subject: "[NC-2026-331] Monthly updates for Windows, Office and VPN clients",
    text: `Severity: high
Affected: Windows 10 22H2 (ESU), Windows 11 23H2-25H2, Office 2019-2024, FortiClient < 7.4.4, Citrix Workspace < 2507

Check what you run: winver, or Settings > System > About. On Linux: uname -a. For fleets use your inventory.
Recommendation: update within 72 hours. Report exploitation to us by the usual channel; do not mail lists of versions unencrypted.
`,
  },
  {
    label,
    class: "mail-sales",
    behaviour: "the phone company sells a plan and a phone",
    from: "Sverige Mobil Business <offers@smobil-business.example>",
    subject: "iPhone 18 for 0 up front with Business Max",
    html: `<p>Trade in any phone, whatever its brand or age.</p><p>Business Max: 100 GB, 5G, eSIM for your tablet, device insurance. <a href="https://smobil-business.example/max">See the offer</a> or walk into a shop.</p>`,
  },
  {
    label,
    class: "mail-thread",
    behaviour: "the carrier answers a fault the receiver reported and asks for the lights of the router",
    from: "Bredband Support <support@bredband-syd.example>",
    to: "Marta Lindqvist <marta.lindqvist@norvik.example>",
    subject: "Re: No internet at home since Sunday (case 990122)",
    headers: { "In-Reply-To": "<c0ffee.44@norvik.example>", References: "<c0ffee.44@norvik.example>" },
    text: `Hi Marta,

thanks for your mail. Which router is it, ours (white, B200) or your own, and what colour is the third light? A photo is fine. I've reset the port at our side.

Regards, Ivan

> Hi, since Sunday evening the internet at home is dead, router restarted
> three times. I work from home tomorrow, please hurry. Customer no. 71882.
> Marta
`,
  },
];
