namespace SecureDocket.Pdf;

/// <summary>Reads the objects that are packed into an object stream (ISO 32000-2, section 7.5.7).</summary>
internal static class PdfObjectStream
{
    /// <summary>The objects in their order, with their numbers.</summary>
    public static IReadOnlyList<(int Number, PdfValue Value)> Read(PdfObject stream, ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        var dictionary = (PdfDictionary)stream.Value;
        var data = PdfStreams.Unpack(file, stream, budget);
        if (dictionary["N"] is not PdfInteger { Value: >= 0 and <= 1_000_000 } count || dictionary["First"] is not PdfInteger { Value: >= 0 } first || first.Value > data.Length)
        {
            throw new PdfException("An object stream is damaged.");
        }

        var header = new PdfLexer(data);
        List<(int Number, int Start)> places = [];
        for (var at = 0; at < count.Value; at++)
        {
            budget.TakeValue();
            places.Add((header.Integer(), checked((int)first.Value + header.Integer())));
        }

        List<(int, PdfValue)> objects = [];
        var lexer = new PdfLexer(data);
        var parser = new PdfParser(lexer, budget);
        foreach (var (number, start) in places)
        {
            // Objects must be in order and adjacent, so that no byte is read twice.
            if (start < lexer.Position || start >= data.Length)
            {
                throw new PdfException("An object stream is damaged.");
            }

            lexer.Position = start;
            objects.Add((number, parser.Value()));
        }

        return objects;
    }
}
