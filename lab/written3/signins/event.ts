/** One event of an account, before it is written as a sign-in or as a record of the audit log. */
import type { Label } from "../labels.ts";

interface Common {
  /** Day, first or second, and time, as "0 09:14:05". */
  readonly time: string;
  readonly user: string;
  readonly address: string;
  readonly agent: string;
}

export interface SignIn extends Common {
  readonly kind: "entra" | "audit-login";
  readonly app: keyof typeof apps;
  readonly resource?: string;
  /** 0 is success. */
  readonly error?: number;
  readonly client?: string;
  readonly protocol?: string;
  readonly country?: string;
  readonly managed?: boolean;
}

export interface FileEvent extends Common {
  readonly kind: "file";
  readonly operation: "FileAccessed" | "FileDownloaded" | "FileModified";
  readonly path: string;
}

export interface Search extends Common {
  readonly kind: "search";
  readonly words: string;
}

export interface Consent extends Common {
  readonly kind: "consent";
  readonly appName: string;
  readonly scope: string;
  readonly admin: boolean;
}

export interface DeviceAction extends Common {
  readonly kind: "device";
  readonly operation: string;
  readonly device: string;
}

export type Event = SignIn | FileEvent | Search | Consent | DeviceAction;

export interface Subject {
  readonly type: "ip" | "user";
  readonly value: string;
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly events: readonly Event[];
}

export const apps = {
  "Office 365 Exchange Online": "00000002-0000-0ff1-ce00-000000000000",
  "Office 365 SharePoint Online": "00000003-0000-0ff1-ce00-000000000000",
  "Microsoft Teams": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
  "Microsoft Office": "d3590ed6-52b3-4102-aeff-aad2292ab01c",
  OfficeHome: "4765445b-32c6-49b0-83e6-1d93765276ca",
  "Azure Portal": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
  "Microsoft Azure CLI": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "Azure Active Directory PowerShell": "1b730954-1685-4b74-9bfd-dac224a7b894",
  "Microsoft Graph Command Line Tools": "14d82eec-204b-4c2f-b7e8-296a70dab67e",
  "Microsoft Exchange REST API Based Powershell": "fb78d390-0c51-40cd-8e17-fdbfab77341b",
  "Microsoft Intune Company Portal": "9ba1a5c7-f17a-4de9-a1f1-6178c8d51223",
  "Microsoft Authentication Broker": "29d9ed98-a469-4536-ade2-f981bc1d605e",
  "OneDrive SyncEngine": "ab9b8c07-8f02-4f72-87fa-80105867a763",
  "Outlook Mobile": "27922004-5251-4030-b22d-91ecd9a37ea4",
  "Microsoft Edge": "ecd6b820-32c2-49b6-98a6-444530e5a77a",
  "Microsoft Planner": "66375f6b-983f-4c2c-9701-d680650f588f",
  "Microsoft Teams Rooms": "84070985-06ea-473d-82fe-eb82b4011c9d",
  Zoom: "f4a1c2be-0000-4000-8000-4d1b0c7a0002",
} as const;

export const address = (name: string) => `${name}@norvik.example`;
export const office = "203.0.113.5";

const labelled =
  (label: Label) =>
  (
    type: "ip" | "user",
    value: string,
    kind: string,
    behaviour: string,
    events: readonly Event[],
  ): Subject => ({
    type,
    value,
    label,
    class: kind,
    behaviour,
    events,
  });

export const collector = labelled("collector");
export const benign = labelled("benign");
