/** Services that pages call in many visitors' browsers: host, what it is, and what it is asked. */

export interface Service {
  readonly host: string;
  readonly says: string;
  readonly lines: readonly string[];
}

const of = (host: string, says: string, ...lines: string[]): Service => ({ host, says, lines });

export const counters: readonly Service[] = [
  of(
    "www.google-analytics.com",
    "Google Analytics 4, with client hints",
    "POST none 0 /g/collect?v=2&tid=G-{k10}&gtm=45je6be0v{d9}&_p={ms}&gcd=13l3l3l3l1l1&npa=1&dma=1&cid={c9}.{c10}&ul={lc}&sr={sw}x{sh}&uaa=x86&uab=64&uafvl={brand}%3B157.0.7610.72&uamb=0&uap=Windows&uapv=19.0.0&uaw=0&are=1&pae=1&_s=1&sid={ts}&sct=2&seg=1&dl={page}&en=page_view&tfd=1820",
  ),
  of(
    "region1.google-analytics.com",
    "Google Analytics 4, European host",
    "POST none 0 /g/collect?v=2&tid=G-{k10}&_p={ms}&cid={c9}.{c10}&ul={lc}&sr={sw}x{sh}&_s=3&sid={ts}&dl={page}&en=scroll&epn.percent_scrolled=90",
  ),
  of(
    "stats.g.doubleclick.net",
    "Google's advertising counter",
    "POST none 0 /g/collect?v=2&tid=G-{k10}&cid={c9}.{c10}&gtm=45je6be0&aip=1&dma=1&gcd=13l3l3l3l1l1",
  ),
  of(
    "googleads.g.doubleclick.net",
    "Google Ads remarketing with screen, depth and hints",
    "GET js 2410 /pagead/viewthroughconversion/{d9}/?random={ms}&cv=11&fst={ms}&bg=ffffff&guid=ON&async=1&u_w={sw}&u_h={sh}&url={page}&hn=www.googleadservices.com&frm=0&tiba=Start&uaa=x86&uab=64&uap=Windows&uapv=19.0.0&fmt=3",
  ),
  of(
    "www.facebook.com",
    "Meta pixel",
    "GET gif 44 /tr/?id={d15}&ev=PageView&dl={page}&rl=&if=false&ts={ms}&sw={sw}&sh={sh}&v=2.9.240&r=stable&ec=0&o=4126&fbp=fb.1.17{c11}.{c18}&cs_est=true&rqm=GET",
  ),
  of(
    "bat.bing.com",
    "Microsoft Advertising",
    "GET none 0 /action/0?ti={d9}&Ver=2&mid={uuid}&sid={v32}&vid={v32}&pi=918639831&lg={lang}&sw={sw}&sh={sh}&sc=24&tl=Start&p={page}&r=&lt=1312&evt=pageLoad&sv=1&rn={n6}",
  ),
  of(
    "px.ads.linkedin.com",
    "LinkedIn insight tag",
    "GET gif 43 /collect/?v=2&fmt=js&pid={d7}&time={ms}&url={page}",
  ),
  of(
    "analytics.tiktok.com",
    "TikTok pixel",
    "POST json 41 /api/v2/pixel",
    "GET js 88120 /i18n/pixel/events.js?sdkid={k20}&lib=ttq",
  ),
  of(
    "sb.scorecardresearch.com",
    "Comscore",
    "GET none 0 /b?c1=2&c2={d8}&cs_it=b9&cv=4.19.0&ns__t={ms}&ns_c=UTF-8&c7={page}&c8=Start&c9=",
  ),
  of(
    "pixel.quantserve.com",
    "Quantcast",
    "GET gif 35 /pixel;r={n10};source=gtm;rf=0;a=p-{k13};url={page};ref=;fpan=0;fpa=P0-{c10}-17{c11};ns=0;ce=1;qjs=1;qv=8e2b0a1c-20261102;je=0;sr={sw}x{sh}x24;dst=0;et={ms};tzo={off};ogl=",
  ),
  of(
    "mc.yandex.com",
    "Yandex Metrica",
    "GET json 420 /watch/{d8}?wmode=7&page-url={page}&charset=utf-8&browser-info=pv%3A1%3Avf%3A{w12}%3Afp%3A911%3Aen%3Autf-8%3Ala%3A{lang}%3Av%3A1713%3Acn%3A1%3Az%3A60%3Ai%3A20261118%3Aet%3A{ts}%3Ac%3A1%3As%3A{sw}x{sh}x24%3Aw%3A{vw}x{vh}%3Aj%3A0",
  ),
  of(
    "c.clarity.ms",
    "Microsoft Clarity",
    "GET gif 42 /c.gif?CtsSyncId={v32}&RedC=c.bing.com&MXFR={v32}",
    "POST none 0 /collect",
  ),
  of("content.hotjar.io", "Hotjar", "POST json 66 /?gzip=1&site_id={d7}"),
  of(
    "o450877.ingest.sentry.io",
    "Sentry error report",
    "POST json 41 /api/{d7}/envelope/?sentry_key={k32}&sentry_version=7&sentry_client=sentry.javascript.react%2F8.47.0",
  ),
  of(
    "bam.eu01.nr-data.net",
    "New Relic timings",
    "GET js 79 /1/NRJS-{k19}?a={d9}&v=1.279.1&to={k20}&rst=2120&ck=0&s={x16}&ref={page}&af=err,xhr,stn,ins&be=301&fe=1811&dc=911&perf=%7B%22timing%22:%7B%22of%22:{ms}%7D%7D",
  ),
  of(
    "rum.browser-intake-datadoghq.eu",
    "Datadog monitoring",
    "POST json 53 /api/v2/rum?ddsource=browser&ddtags=sdk_version%3A5.33.0%2Cenv%3Aprod&dd-api-key=pub{k32}&dd-evp-origin=browser&dd-request-id={uuid}",
  ),
  of("api.segment.io", "Segment", "POST json 21 /v1/p", "POST json 21 /v1/t"),
  of("api-eu.mixpanel.com", "Mixpanel", "POST json 25 /track/?verbose=1&ip=1&_={ms}"),
  of("plausible.io", "Plausible", "POST text 2 /api/event"),
  of(
    "logs1412.xiti.com",
    "Piano Analytics",
    "GET gif 43 /hit.xiti?s={d6}&idclient={v32}&ts={ms}&vtag=5.33.0&ptag=js&r={sw}x{sh}x24x24&re={vw}x{vh}&hl=10x22x41&lng={lang}&idp=1022410{n8}&jv=0&p=accueil&ref=",
  ),
  of(
    "geolocation.onetrust.com",
    "consent tool asks for the country",
    "GET json 66 /cookieconsentpub/v1/geo/location",
  ),
  of(
    "cdn.cookielaw.org",
    "consent tool",
    "GET js 21400 /scripttemplates/otSDKStub.js",
    "GET json 3402 /consent/{k32}/{k32}.json",
  ),
  of(
    "consent.cookiebot.eu",
    "consent tool",
    "GET js 61200 /uc.js",
    "GET js 18010 /{k32}/cc.js?renew=false&referer=www&dnt=false&init=false",
  ),
  of(
    "ib.adnxs.com",
    "Xandr bidding",
    "POST json 911 /ut/v3/prebid",
    "GET gif 43 /getuid?https%3A%2F%2Fsync.adform.example%2Fm%3Fid%3D%24UID",
  ),
  of(
    "bidder.criteo.com",
    "Criteo bidding",
    "POST json 340 /cdb?profileId=207&av=36&wv=9.20.0&cb={n11}&lsavail=1&debug=0",
  ),
  of(
    "tps.doubleverify.com",
    "DoubleVerify: whether an advertisement was visible, with screen and window",
    "GET js 311 /visit.js?ctx={d7}&cmp={n8}&sid={n7}&plc={n9}&num=&adid=&advid={n7}&adsrv=1&btreg=&btadsrv=&crt=&unit=970x250&uid={x16}&srcurlD=0&aUrl={page}&ver=218&flvr=0&scrw={sw}&scrh={sh}&wnw={vw}&wnh={vh}&tz={off}",
  ),
  of(
    "dt.adsafeprotected.com",
    "Integral Ad Science: checks of an advertisement with a coded state of the window",
    "GET gif 43 /dt?advEntityId={d7}&asId={uuid}&tv=%7Bc:{w6},pingTime:1,time:2210,type:p,clog:%5B%7Bpiv:100,vs:i,w:970,h:250,t:311%7D%5D,sca:%7Bdfp:%7Bdf:4,sz:970.250,dom:body%7D%7D,env:%7Bsf:0,pom:1,scr:{sw}.{sh}.24%7D%7D&br=c",
  ),
  of(
    "challenges.cloudflare.com",
    "Turnstile: proves that a person is there",
    "GET js 48010 /turnstile/v0/api.js",
    "POST text 8810 /cdn-cgi/challenge-platform/h/g/flow/ov1/{d9}:{ts}:{k43}/{x16}/{v40}",
  ),
  of(
    "www.recaptcha.net",
    "reCAPTCHA",
    "GET html 28100 /recaptcha/api2/anchor?ar=1&k=6L{k38}&co=aHR0cHM6Ly93d3c&hl={lang}&v=pCoGBhjs9s8EhFOHJFe8cqis&size=invisible&cb={w12}",
    "POST json 12010 /recaptcha/api2/reload?k=6L{k38}",
  ),
  of("api-iam.eu.intercom.io", "Intercom chat", "POST json 811 /messenger/web/ping"),
];
