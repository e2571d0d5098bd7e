/** What reading traces came to, as the digest shows it. */
export interface IngestCounts {
  read: number;
  duplicates: number;
  labelled: number;
  rejected: number;
  drafted: number;
  since: string | null;
  source: string | null;
}
