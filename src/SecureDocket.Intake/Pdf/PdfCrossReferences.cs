namespace SecureDocket.Pdf;

/// <summary>All cross-references of a file: where each object is, and the trailer that names the catalog.</summary>
internal sealed record PdfCrossReferences(IReadOnlyDictionary<int, PdfEntry> Entries, PdfDictionary Trailer)
{
    /// <summary>Reads the sections, newest first; the newest entry of an object counts.</summary>
    public static PdfCrossReferences Read(PdfFile file, PdfBudget budget)
    {
        var tail = file.Bytes.Span.LastIndexOf("startxref"u8);
        if (tail < 0)
        {
            throw new PdfException("The file does not give the position of its cross-references.");
        }

        var lexer = new PdfLexer(file.Bytes) { Position = tail + "startxref".Length };
        Dictionary<int, PdfEntry> entries = [];
        PdfDictionary? trailer = null;
        HashSet<int> seen = [];
        Stack<int> waiting = new([lexer.Integer()]);
        while (waiting.TryPop(out var offset))
        {
            var start = PdfSection.StartAt(file.Bytes.Span, offset);
            if (!seen.Add(start))
            {
                throw new PdfException("The cross-references are circular.");
            }

            var section = file.Tables.GetValueOrDefault(start)
                ?? (file.Objects.GetValueOrDefault(start) is { } stream && stream.IsStream("XRef")
                    ? PdfSection.ReadStream(stream, file.Bytes, budget)
                    : throw new PdfException("The cross-references are not at their declared position."));
            trailer ??= section.Trailer;
            foreach (var (number, entry) in section.Entries)
            {
                entries.TryAdd(number, entry);
            }

            // In a file with both kinds, the stream precedes older sections (section 7.5.8.4).
            foreach (var name in new[] { "Prev", "XRefStm" })
            {
                switch (section.Trailer[name])
                {
                    case PdfInteger { Value: >= 0 and <= int.MaxValue } next:
                        waiting.Push((int)next.Value);
                        break;
                    case var other when other != PdfValue.Null:
                        throw new PdfException("The cross-references are not at their declared position.");
                }
            }
        }

        return new(entries, trailer!);
    }
}
