namespace SecureDocket.Pdf;

/// <summary>All cross-references of a file: where each object is, and the trailer that names the catalog.</summary>
/// <param name="Start">Where the newest section starts.</param>
/// <param name="Entries">The newest position of each object.</param>
/// <param name="Newest">The newest section.</param>
/// <param name="Sections">Every section of the file, also those to which none leads: a reader that repairs may prefer one of them.</param>
internal sealed record PdfCrossReferences(
    int Start, IReadOnlyDictionary<int, PdfEntry> Entries, PdfSection Newest, IReadOnlyCollection<PdfSection> Sections)
{
    // The shortest distance from the end at which a reader looks for the position.
    private const int TailLength = 1024;

    private static PdfException Misplaced => new("The cross-references are not at their declared position.");

    /// <summary>Reads the sections, newest first; the newest entry of an object counts.</summary>
    public static PdfCrossReferences Read(PdfFile file, PdfBudget budget)
    {
        var sections = file.Tables.ToDictionary(table => table.Key, table => table.Value);
        foreach (var (start, found) in file.Objects.Where(found => found.Value.IsStream("XRef")))
        {
            sections[start] = PdfSection.ReadStream(found, file.Bytes, budget);
        }

        // Readers look for the keyword from the end, in comments and texts too.
        if (file.Tail is not var (tail, first) || tail != file.Bytes.Span.LastIndexOf("startxref"u8) || tail < file.Bytes.Length - TailLength)
        {
            throw new PdfException("The end of the PDF does not give the position of its cross-references.");
        }

        Dictionary<int, PdfEntry> entries = [];
        HashSet<int> seen = [];
        PdfSection Open(int offset)
        {
            var start = file.StartAt(offset);
            return seen.Add(start) ? sections.GetValueOrDefault(start) ?? throw Misplaced : throw new PdfException("The cross-references are circular.");
        }

        for (int? next = first; next is { } offset;)
        {
            var section = Open(offset);
            next = Offset(section.Trailer["Prev"]);
            var beside = Offset(section.Trailer["XRefStm"]);
            if (beside is { } place && (!file.Tables.ContainsKey(file.StartAt(offset)) || file.Tables.ContainsKey(file.StartAt(place))))
            {
                throw Misplaced;
            }

            foreach (var (number, entry) in beside is { } stream ? Both(section, Open(stream)) : section.Entries)
            {
                entries.TryAdd(number, entry);
            }
        }

        var newest = file.StartAt(first);
        return new(newest, entries, sections[newest], sections.Values);
    }

    /// <summary>The entries of a section with a table for old readers and a stream for new ones (section 7.5.8.4).</summary>
    private static Dictionary<int, PdfEntry> Both(PdfSection table, PdfSection stream)
    {
        // Only some readers follow where else the stream leads.
        if (stream.Trailer["Prev"] != PdfValue.Null && stream.Trailer["Prev"] != table.Trailer["Prev"])
        {
            throw Misplaced;
        }

        var entries = stream.Entries.ToDictionary();
        foreach (var (number, entry) in table.Entries)
        {
            if (!entries.TryAdd(number, entry) && entry.Kind != PdfEntryKind.None && entry != entries[number])
            {
                throw new PdfException("Two cross-references of the same section differ.");
            }
        }

        return entries;
    }

    private static int? Offset(PdfValue value) => value switch
    {
        PdfInteger { Value: >= 0 and <= int.MaxValue } offset => (int)offset.Value,
        _ when value == PdfValue.Null => null,
        _ => throw Misplaced,
    };
}
