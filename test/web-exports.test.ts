/** Access logs of Azure as its portal exports them: from the file to the event. */
import { describe, expect, test } from "vitest";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();

async function eventsOf(name: string, text: string) {
  const { stdout } = await vedette(["events", write(folder, name, text)]);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe("tables that portals export as CSV", () => {
  test("Application Gateway", async () => {
    const events = await eventsOf(
      "gateway.csv",
      'TimeGenerated [UTC],ClientIp,HttpMethod,HttpStatus,HttpVersion,InstanceId,OriginalHost,OriginalRequestUriWithArgs,SentBytes,UserAgent\n"5/17/2026, 10:05:03.221 AM",192.0.2.7,GET,403,HTTP/1.0,gw_0,www.example,"/config?x=1,2",553,"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"\n',
    );
    expect(events).toMatchObject([
      {
        line: 2,
        format: "azure-application-gateway-table",
        kind: "web",
        time: "2026-05-17T10:05:03.221Z",
        source_ip: "192.0.2.7",
        url_original: "/config?x=1,2",
        http_version: "1.0",
        http_response_status_code: 403,
        user_agent_original: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
      },
    ]);
  });

  test("AzureDiagnostics: of the rows of all services those of web logs; columns of others are empty", async () => {
    const events = await eventsOf(
      "diagnostics.csv",
      'TimeGenerated [UTC],Category,OperationName,clientIP_s,clientIp_s,httpMethod_s,requestUri_s,requestQuery_s,httpStatus_d,httpStatusCode_s,userAgent_s,hostName_s,host_s,Message\n"5/17/2026, 10:05:03.000 AM",ApplicationGatewayAccessLog,ApplicationGatewayAccess,192.0.2.7,,GET,/config,x=1,403,,curl/8.5.0,,www.example,\n"5/17/2026, 10:05:04.000 AM",FrontDoorAccessLog,Write,,192.0.2.8,GET,https://www.example/.env,,,404,curl/8.5.0,www.example,,\n"5/17/2026, 10:05:05.000 AM",ApplicationGatewayFirewallLog,Firewall,,192.0.2.9,,/x,,,,,,,blocked\n',
    );
    expect(events).toMatchObject([
      {
        line: 2,
        source_ip: "192.0.2.7",
        url_original: "/config?x=1",
        http_response_status_code: 403,
        url_domain: "www.example",
      },
      {
        line: 3,
        source_ip: "192.0.2.8",
        url_original: "https://www.example/.env",
        http_response_status_code: 404,
      },
    ]);
    expect(events).toHaveLength(2);
  });

  test("App Service", async () => {
    const events = await eventsOf(
      "app.csv",
      'TimeGenerated [UTC],CIp,CsHost,CsMethod,CsUriQuery,CsUriStem,Referer,ScStatus,UserAgent\n"5/17/2026, 10:05:03.221 PM",192.0.2.7,www.example,GET,-,/.env,-,404,Mozilla/5.0+(X11;+Linux+x86_64)\n',
    );
    expect(events).toMatchObject([
      {
        format: "azure-app-service-http",
        time: "2026-05-17T22:05:03.221Z",
        url_original: "/.env",
        http_response_status_code: 404,
        user_agent_original: "Mozilla/5.0 (X11; Linux x86_64)",
      },
    ]);
  });
});
