namespace SecureDocket.Pdf;

/// <summary>A file that begins with its first page, so that readers can show it before the rest arrives (ISO 32000-2, annex F).</summary>
/// <remarks>Such readers prefer the first section and the first page that the first object names; they must be those that everybody else finds.</remarks>
internal static class PdfLinearization
{
    private static PdfException Different => new("The beginning of the PDF leads to other pages than its end.");

    /// <summary>Checks that the beginning and the end of the file lead to the same.</summary>
    public static void Check(PdfFile file, PdfObjects objects, IReadOnlyList<int> pages)
    {
        if (file.First is not var (end, next) || file.Objects[file.Objects.Keys.Min()].Value is not PdfDictionary first || !first.Members.ContainsKey("Linearized"))
        {
            return;
        }

        // After an update, the length is another, and every reader begins at the end (section F.2.3).
        if (first["L"] is not PdfInteger length)
        {
            throw Different;
        }

        if (length.Value != file.Bytes.Length)
        {
            return;
        }

        // Readers look for the end of the first object in the bytes alone.
        var shown = first["P"] == PdfValue.Null ? 0 : (first["P"] as PdfInteger)?.Value;
        if (next != objects.References.Start || file.Bytes.Span.IndexOf("endobj"u8) + "endobj".Length != end
            || first["N"] != new PdfInteger(pages.Count) || shown is not (>= 0 and { } at) || at >= pages.Count || first["O"] != new PdfInteger(pages[(int)at]))
        {
            throw Different;
        }
    }
}
