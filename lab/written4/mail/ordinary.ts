/** The rest of an inbox: some twelve hundred mails of everyday work, without label. */
import type { Chance } from "../../random.ts";
import { benign, type Mail } from "./mail.ts";

const vets =
  "Barlow Moss Thaler Egger Girard Fortin Rojas Fuentes Wilk Zawadzka Keller Reiter Dubois Lavigne Ortiz Nowicki".split(
    " ",
  );
const places =
  "Graz Leoben Linz Laval Gatineau Sherbrooke Quillota Concepcion Sopot Elblag Salzburg Hull".split(" ");
const animals = ["cat", "dog", "horse", "rabbit", "ferret", "cow", "alpaca"];
const panels = ["blood count", "thyroid", "PCR respiratory", "kidney", "parasites", "allergy", "coagulation"];

type Maker = (chance: Chance, number: number) => Mail;
const vet = (chance: Chance) => {
  const name = chance.pick(vets);
  return `Dr. ${name} <praxis@${name.toLowerCase()}-${chance.pick(places).toLowerCase()}.example>`;
};
function inside(chance: Chance): string {
  const user = `u${chance.between(301, 360)}`;
  return `${user} <${user}@talvera.example>`;
}

const makers: readonly Maker[] = [
  (c, n) =>
    benign("order", "", vet(c), `Samples ${n}: ${c.pick(panels)}`, {
      text: `Dear laboratory,\n\n${c.between(1, 9)} samples (${c.pick(animals)}, ${c.pick(panels)}) are on their way. Please call when the results are there.\n\nRegards\n`,
    }),
  (c, n) =>
    benign("question", "", vet(c), `Re: Result ${n}`, {
      text: `Hello,\n\nis the value for the ${c.pick(animals)} (${c.pick(panels)}) of ${c.pick(places)} correct? It seems high. Could you run it again?\n\nThank you\n`,
    }),
  (c, n) =>
    benign("order", "", vet(c), `Proben ${n}`, {
      text: `Liebes Labor,\n\nheute kommen ${c.between(1, 9)} Proben aus ${c.pick(places)}. Bitte das Profil wie besprochen, Rechnung an die Praxis.\n\nDanke!\n`,
    }),
  (c, n) =>
    benign("order", "", vet(c), `Échantillons ${n}`, {
      text: `Bonjour,\n\n${c.between(1, 6)} échantillons partent ce soir de ${c.pick(places)}. Merci de nous appeler si un tube est abîmé.\n`,
    }),
  (c, n) =>
    benign("order", "", vet(c), `Muestras ${n}`, {
      text: `Hola, enviamos ${c.between(1, 6)} muestras desde ${c.pick(places)}. Por favor confirmen recepción.\n`,
    }),
  (c, n) =>
    benign("order", "", vet(c), `Próbki ${n}`, {
      text: `Dzień dobry, wysyłamy ${c.between(1, 6)} próbek z miasta ${c.pick(places)}. Proszę o potwierdzenie.\n`,
    }),
  (c, n) =>
    benign("invoice", "", `Billing <billing@supplier-${c.between(1, 60)}.example>`, `Invoice ${20_000 + n}`, {
      text: `Please find attached invoice ${20_000 + n}, amount EUR ${c.between(40, 4000)}.\n`,
      attach: [{ name: `invoice-${20_000 + n}.pdf`, type: "application/pdf", content: `%PDF-1.4 ${n}` }],
    }),
  (c, n) =>
    benign(
      "notice",
      "",
      `Courier <tracking@courier-${c.between(1, 8)}.example>`,
      `Parcel ${710_000 + n} delivered`,
      {
        headers: { "Auto-Submitted": "auto-generated" },
        text: `Your parcel ${710_000 + n} was delivered at ${c.between(8, 17)}:${c.between(10, 59)} and signed for at reception.\n`,
      },
    ),
  (c) =>
    benign("colleague", "", inside(c), `Lunch on ${c.pick(["Monday", "Tuesday", "Thursday"])}?`, {
      auth: "internal",
      text: "Hi,\n\nlunch at the new place? I book for four.\n",
    }),
  (c, n) =>
    benign("colleague", "", inside(c), `Shift plan week ${(n % 8) + 48}`, {
      auth: "internal",
      text: `Hello all,\n\nthe plan for week ${(n % 8) + 48} is on S:. Please tell me by ${c.pick(["Wednesday", "Friday"])} if you want to swap.\n`,
    }),
  (c) =>
    benign(
      "meeting",
      "",
      inside(c),
      `Minutes ${c.pick(["quality", "logistics", "IT and laboratory", "sales"])}`,
      {
        auth: "internal",
        text: `Dear all,\n\nthe minutes are attached. Open points: centrifuge ${c.between(1, 4)}, freezer alarm, new labels.\n`,
      },
    ),
  (c, n) =>
    benign("newsletter", "", `News <news@journal-${c.between(1, 20)}.example>`, `Issue ${n}`, {
      headers: { "List-Unsubscribe": "<https://journal.example/u>" },
      html: `<p>In this issue: ${c.pick(panels)} in the ${c.pick(animals)}, a case from ${c.pick(places)}, jobs.</p>`,
    }),
  (c, n) =>
    benign("notice", "", "LIMS <lims@talvera.example>", `Results ${n} released`, {
      auth: "internal",
      text: `${c.between(3, 40)} results were released, ${c.between(0, 3)} wait for a second look.\n`,
    }),
];

export function ordinaryMails(count: number, chance: Chance): Mail[] {
  return Array.from({ length: count }, (_, number) => chance.pick(makers)(chance, number));
}
