/** Mails in English that come near the subject and gather nothing: sales, lists, customers, surveys. */
import { answers, benign, type Mail } from "./mail.ts";

const list = { "List-Unsubscribe": "<https://lists.example/u>", Precedence: "bulk" };

export const plainEnglish2: readonly Mail[] = [
  benign(
    "newsletter",
    "a newsletter on security that reports how thieves take stock of browsers",
    "Threat Weekly <weekly@threatweekly.example>",
    "Stealers now list your extensions",
    {
      headers: list,
      html: "<h2>This week</h2><p>A new stealer collects browser versions, installed extensions, antivirus names and the output of systeminfo before it decides what to take. Indicators inside.</p><p>Also: 3 Chrome zero-days, ClickFix on hotel sites.</p>",
    },
  ),
  benign(
    "newsletter",
    "a newsletter for web masters on counting browsers",
    "Web Metrics Digest <digest@webmetrics.example>",
    "Client hints, GA4 and what is left of the user agent",
    {
      headers: list,
      text: "In this issue\n- how to read Sec-CH-UA\n- which screen sizes visitors really have\n- Matomo 5.5 and consent\n",
    },
  ),
  benign(
    "list",
    "a list on statistics where somebody shows what sessionInfo() says",
    "T. Oduya <r-help-bounces@r-list.example>",
    "Re: [R] lmer does not converge",
    {
      headers: { "List-Id": "<r-help.r-list.example>", ...list },
      text: "On 24.11.26 A. Brandl wrote:\n> what does your sessionInfo() say?\n\nR version 4.5.2, Platform: x86_64-w64-mingw32\nRunning under: Windows 11 x64 (build 26100)\nlme4_1.1-38\n\nSame on Linux. Rescaling helped.\n",
    },
  ),
  benign(
    "sales",
    "a seller of protection offers a demonstration and asks for a date, nothing more",
    "Olive Grant <olive@sentryfold.example>",
    "15 minutes on ransomware in laboratories?",
    {
      text: "Hi Bernd,\n\nwe help laboratories contain ransomware in minutes. Would Tuesday or Wednesday at 10 suit you for a quick demo?\n\nOlive\n",
    },
  ),
  benign(
    "order",
    "an order of workstations with what is in them",
    "Orders <orders@techmart-pro.example>",
    "Order 77120 confirmed",
    {
      text: '6 x workstation i7, 32 GB, 1 TB, Windows 11 Pro\n6 x monitor 27"\n1 x on-site warranty 3 years\n\nDelivery: 3 December, Graz\n',
    },
  ),
  benign(
    "invoice",
    "an invoice for licences of an antivirus",
    "Billing <billing@eset-reseller.example>",
    "Invoice 2026-11-4410",
    {
      text: "ESET PROTECT Advanced, 320 seats, renewal 12 months. Amount due EUR 7,680. Thank you.\n",
      attach: [{ name: "2026-11-4410.pdf", type: "application/pdf", content: "%PDF-1.4 invoice" }],
    },
  ),
  benign(
    "survey",
    "a survey on how content people are with the canteen and the desks",
    "People & Culture <people@talvera.example>",
    "Pulse survey: 4 questions",
    {
      auth: "internal",
      to: "all@talvera.example",
      text: "How satisfied are you with: canteen, quiet rooms, your desk and chair, information from management? Answers are anonymous: https://intranet.talvera.example/pulse\n",
    },
  ),
  benign(
    "survey",
    "a maker of reagents asks how content customers are",
    "Customer Voice <voice@reagents.example>",
    "How did we do?",
    {
      headers: list,
      html: '<p>On a scale of 0 to 10, how likely are you to recommend us?</p><p><a href="https://survey.reagents.example/n?c=2210">Answer</a></p>',
    },
  ),
  benign(
    "survey",
    "a university's study of working hours in laboratories",
    "Dept. of Occupational Health <study@uni-lakeside.example>",
    "Study: shift work in diagnostic labs (REB 4412)",
    {
      text: "We invite you to a 10-minute questionnaire on shifts, sleep and breaks. No personal or technical data are asked for. REB 4412.\nhttps://study.uni-lakeside.example/shift\n",
    },
  ),
  benign(
    "portal",
    "a customer's portal for suppliers asks for the bank account and the tax number",
    "Supplier Onboarding <onboarding@greenmeadow-farms.example>",
    "Complete your supplier profile",
    {
      html: '<p>Dear supplier,</p><p>please add your VAT number, bank details, insurance certificate and ISO 17025 certificate in the <a href="https://suppliers.greenmeadow-farms.example/">supplier portal</a>.</p>',
    },
  ),
  benign(
    "calendar",
    "an invitation to a call, with how to dial in",
    "Ottawa Vet School <events@ovs.example>",
    "Invitation: guest lecture 3 December",
    {
      text: "Join by browser or app: https://meet.ovs.example/gl\nIf your browser is not supported, dial in by phone.\n",
      attach: [
        {
          name: "invite.ics",
          type: "text/calendar",
          content:
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:gl-2026\nDTSTART:20261203T150000Z\nSUMMARY:Guest lecture\nEND:VEVENT\nEND:VCALENDAR",
        },
      ],
    },
  ),
  benign(
    "notice",
    "a mail could not be delivered",
    "Mail Delivery System <mailer-daemon@out.clinicmail.example>",
    "Undelivered Mail Returned to Sender",
    {
      headers: { "Auto-Submitted": "auto-replied" },
      text: "<dr.moss@clinicmail.example>: mailbox full (in reply to RCPT TO command)\n",
    },
  ),
  benign(
    "jobs",
    "an applicant for the laboratory tells which programs she knows",
    "Lea Fortin <lea.fortin@courriel.example>",
    "Application: lab technician Montréal",
    {
      text: "Dear Ms Tremblay,\n\nplease find my CV attached. I have three years with LIMS Bench and Excel, and basic R.\n\nKind regards\nLea Fortin\n",
      attach: [{ name: "cv-fortin.pdf", type: "application/pdf", content: "%PDF-1.4 cv" }],
    },
  ),
  benign(
    "thread",
    "a partner answers a developer's question and asks which version of the interface he uses",
    "VetWare API team <api@vetware.example>",
    "Re: 422 on POST /orders",
    {
      headers: answers("be7710"),
      to: "Nick Roy <n.roy@talvera.example>",
      text: "Hi Nick,\n\nare you on v2 or v3 of the API, and which client library version? v2 wants species codes in lower case.\n\n> POST /orders gives 422 since yesterday, request id 77-ab.\n",
    },
  ),
  benign(
    "travel",
    "a booking with what is needed for the check-in",
    "Skyway <no-reply@skyway.example>",
    "Your trip to Santiago",
    {
      headers: { "Auto-Submitted": "auto-generated" },
      text: "Check-in opens in 30 hours. Use our app (iOS 16 or Android 10 and later) or any browser.\n",
    },
  ),
];
