/** A record where it stood: its source, its line, and what stands around it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask, Problem } from "../api.ts";
import { countOf, secondOf } from "../times.ts";
import { shortened } from "../visible.ts";
import { Failed, Loading } from "./states.tsx";
import { CopyButton, RawLine, Text } from "./text.tsx";

interface Found {
  readonly source: number;
  readonly line: number;
  readonly path: string;
  readonly kind: string;
  readonly format: string;
  readonly records: readonly {
    readonly line: number;
    /** Milliseconds since the epoch; 0 where the record has none. */
    readonly time: number;
    readonly text: string;
    readonly bytes: number;
  }[];
}

const aroundFirst = 3;
const aroundMost = 20;
/** Evidence is compared by its beginning: reports cut long records. */
const comparedMost = 200;

export function RecordPlace({
  place,
  evidence,
}: {
  readonly place: { readonly path: string; readonly line: number; readonly source?: number };
  /** What a report has of it, where the source is known by its path alone. */
  readonly evidence?: string;
}) {
  const [around, setAround] = useState(aroundFirst);
  const { path, line, source } = place;
  const which = source === undefined ? `path=${encodeURIComponent(path)}` : `source=${source}`;
  const found = useQuery({
    queryKey: ["record", which, line, around],
    queryFn: ({ signal }) => ask<Found>(`/record?${which}&line=${line}&around=${around}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: (failures, error) => failures < 2 && error instanceof Problem && error.status === 503,
  });
  if (found.data === undefined)
    return found.isPending ? (
      <Loading what="the line and its neighbours" />
    ) : (
      <Failed error={found.error} again={() => void found.refetch()} />
    );
  // A mail of a folder has a line in its own file, and another number in the store.
  const { records, kind, format, line: at } = found.data;
  const middle = records.find((one) => one.line === at);
  const isOther =
    evidence !== undefined &&
    middle !== undefined &&
    shortened(middle.text, comparedMost).replace(/…?$/, "") !==
      shortened(evidence, comparedMost).replace(/…?$/, "");
  return (
    <div className="record">
      <p className="evidence-head">
        <span>
          <span className="mono">
            <Text most={300}>{`${found.data.path}:${at}`}</Text>
          </span>{" "}
          <span className="quiet">
            {kind} · <Text most={60}>{format}</Text>
          </span>
        </span>
        {middle === undefined ? null : (
          <CopyButton what={`line ${at}`} text={`${found.data.path}:${at} ${middle.text}`} />
        )}
      </p>
      {isOther ? (
        <p className="notice">
          Another log of this name has this line: it was rotated. The evidence above is what was found.
        </p>
      ) : null}
      <ol className="plain-list record-lines">
        {records.map((one) => (
          <li key={one.line} className={one.line === at ? "record-line this" : "record-line"}>
            <span className="quiet">
              <span className="mono">{one.line}</span>
              {one.line === at ? <b> this line</b> : null}
              {one.time > 0 ? ` · ${secondOf(one.time)} UTC` : ""}
              {one.bytes > new TextEncoder().encode(one.text).length
                ? ` · the beginning of ${countOf(one.bytes)} bytes`
                : ""}
            </span>
            <RawLine text={one.text} />
          </li>
        ))}
      </ol>
      {around < aroundMost ? (
        <button
          type="button"
          className="plain"
          disabled={found.isFetching}
          onClick={() => setAround(Math.min(aroundMost, around * 3))}
        >
          More lines around it
        </button>
      ) : null}
    </div>
  );
}
