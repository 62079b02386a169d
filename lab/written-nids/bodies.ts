/** What Suricata's records of application protocols hold, as far as it is told here. */

export const negotiate = (_flow: unknown, session: number) => ({
  smb: {
    id: 1,
    dialect: "3.11",
    command: "SMB2_COMMAND_NEGOTIATE_PROTOCOL",
    status: "STATUS_SUCCESS",
    status_code: "0x0",
    session_id: session,
    tree_id: 0,
  },
});
export const bind = () => ({
  dcerpc: {
    request: "BIND",
    response: "BINDACK",
    interfaces: [{ uuid: "e1af8308-5d1f-11c9-91a4-08002b14a0fa", version: "3.0", ack_result: 0 }],
    call_id: 1,
    rpc_version: "5.0",
  },
});
export const cookie = (name: string) => () => ({
  rdp: { tx_id: 0, event_type: "initial_request", cookie: name },
});
export const systemDescription = () => ({
  snmp: {
    version: 2,
    pdu_type: "get_request",
    vars: ["1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.25.6.3.1.2"],
    community: "public",
  },
});
