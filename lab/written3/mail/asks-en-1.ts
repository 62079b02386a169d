/** Mails in English that ask what people work with: by questions. */
import type { Mail } from "./mail.ts";

const label = "collector";

export const asksEnglish1: readonly Mail[] = [
  {
    label,
    class: "mail-question",
    behaviour: "one line in the name of the help desk, from outside: which antivirus",
    from: "IT Service <it.service@norvik-desk.example>",
    subject: "quick one",
    auth: "none",
    text: "Hi, which antivirus is running on your machine at the moment? Need it for the sheet before 3.\n",
    encoding: "8bit",
  },
  {
    label,
    class: "mail-question",
    behaviour:
      "a long friendly letter after a fair; in the middle, which EDR and whether desks are still on Windows 10",
    from: "Graham Ellery <g.ellery@postbox.example>",
    subject: "Good to meet you in Gothenburg",
    text: `Dear Marta,

It was a real pleasure to share a table with you on Thursday evening. I had not expected to talk about impellers until one in the morning, and my wife says I owe you an apology for the harbour story.

I did look up the bakery you mentioned. They ship abroad, so there is a box of cardamom buns coming to the office in December, assuming customs behaves.

On the flight back I kept thinking of what you said about how slow the machines are since the summer. We had exactly that two years ago and it was the security agent. Do you know what they put on yours, is it CrowdStrike or are you still with Sophos? And are the desks already on Windows 11 or did they buy the extra year for 10? If you are on a VPN all day, tell me which one, because the old Cisco client was half our trouble. I would love to be able to tell our people that we are not the only ones.

Anyway. The photos from the dinner are with Lars, who promised to send them round. If you are in Leeds in the spring, the canal walk is on me.

Warmly,
Graham
`,
  },
  {
    label,
    class: "mail-question",
    behaviour:
      "a recruiter asks before an interview for browser, system and what the security software stops",
    from: "Talent Desk <interviews@brightpath-talent.example>",
    subject: "Your video interview on Tuesday - short technical check",
    html: `<html><body style="font-family:Calibri,sans-serif"><p>Hello,</p>
<p>thank you for agreeing to speak with our client on Tuesday at 10:00. To spare us all the usual ten lost minutes, could you reply with the following today?</p>
<ul><li>the computer you will join from (private or company owned)</li><li>operating system and build number</li><li>browser and its version</li><li>name of the security software, and whether it has ever stopped screen sharing or a plug-in from being installed</li><li>do you have the right to install programs yourself?</li></ul>
<p>Most candidates join from their desk at work, which is perfectly fine.</p><p>Kind regards<br>Amy Rowe<br>Brightpath Talent</p></body></html>`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a customer-to-be makes its order depend on a list of the programs of the desks",
    from: "Procurement <procurement@halden-energy.example>",
    subject: "RFQ 26-1188 pumps, 40 units - supplier information still missing",
    text: `Dear Sir or Madam,

we intend to place the order for 40 units this month. Legal asks me to complete your supplier file first. Please answer by return, in this mail, no form needed:

1) Legal name and VAT number
2) IBAN for down payment
3) Which mail program do you use to open our drawings (Outlook version as shown under File, Office Account)?
4) Which PDF reader and version?
5) Are macros allowed in Excel? Our price sheet needs them.
6) Which endpoint protection, so that our IT can whitelist the attachment type?
7) Delivery time ex works

Without points 3 to 6 we can't send the drawings.

Best regards
Tom Sandvik
Procurement
`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a researcher who says he found a flaw wants the versions of Citrix Workspace and Java first",
    from: "d.korvan@securemailbox.example",
    subject: "vulnerability in your environment",
    auth: "none",
    text: `Hello security team

I am independent researcher. I found serious problem that concern your remote workers and I will report it responsibly, no money now.

Before I send POC I must be sure it is working against your setup so please confirm:
- version of Citrix Workspace app on laptops
- Java version (JRE or OpenJDK)
- do you use split tunnel in VPN, and what client
- windows defender or other AV

I wait 72 hours

D.K.
`,
    encoding: "8bit",
  },
  {
    label,
    class: "mail-question",
    behaviour: "in the name of the phone company: which phone, which iOS, and whether the company manages it",
    from: "Mobile Upgrade Team <upgrade@telvia-business.example>",
    subject: "You qualify for a new handset",
    html: `<table width="600" cellpadding="12" style="font-family:Arial"><tr><td bgcolor="#5a2d82" style="color:#fff"><b>Telvia Business</b></td></tr><tr><td><p>Good news, your line qualifies for a free handset this quarter.</p><p>So that we ship the right model, just hit reply and tell us:</p><p>1. What phone do you carry now?<br>2. Which iOS or Android version is on it? (Settings, General, About)<br>3. Is it enrolled with your employer - do you see Company Portal, Intune or Workspace ONE on it?<br>4. Do you read work mail in Outlook or in the app that came with the phone?</p><p>Replies received by Friday are shipped on Monday.</p></td></tr><tr><td style="font-size:10px;color:#888">Telvia Business, PO Box 114</td></tr></table>`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a remote hand: whether TeamViewer or AnyDesk is there, its version and its number",
    from: "Field Support <dispatch@pump-telemetry.example>",
    subject: "Firmware window for your controller, tonight 20:00",
    text: `Hello,

your telemetry controller is in tonight's firmware window. The engineer will do it from here.

Could you let me know which remote tool is already installed on the PC next to it - TeamViewer, AnyDesk, ScreenConnect, something else? Please give me the version and the ID shown in the window. If it is none of those I'd need to know if the PC has local admin and what Windows it is.

Leave it switched on when you go.

Cheers
Ravi, dispatch
`,
  },
  {
    label,
    class: "mail-question",
    behaviour: "a study of remote work asks for the router at home, VPN client and own devices",
    from: "Remote Work Study <panel@worklife-insights.example>",
    subject: "20 euro voucher: how do you work from home?",
    text: `Hi Hannah,

you have been picked from LinkedIn to take part in our study on remote work. It is anonymous and takes two minutes, simply answer below each line and send it back.

How many days a week are you at home?
> 

Do you have a room of your own to work in?
> 

What router do you have (make, model; it is on the sticker)? Did you ever change its password?
> 

What do you use to get into the company network, and what does its window call itself (FortiClient, GlobalProtect, AnyConnect...)? Is there a code from an app too?
> 

Is your laptop from the company, and does it let you use USB sticks?
> 

Would you recommend working from home to a friend?
> 

The voucher goes out the same day.

The panel team
`,
  },
];
