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

        // Readers look for an object by its number or by its place, so a number must have one place.
        if (header.Position > first.Value || places.DistinctBy(place => place.Number).Count() != places.Count)
        {
            throw new PdfException("An object stream is damaged.");
        }

        List<(int, PdfValue)> objects = [];
        var lexer = new PdfLexer(data) { Position = places.Count > 0 ? places[0].Start : 0 };
        var parser = new PdfParser(lexer, budget);
        foreach (var (number, start) in places)
        {
            // Objects must be in order and adjacent, so that no byte is read twice, and no reader finds more behind one.
            var end = lexer.Position;
            if (lexer.IsAtEnd || start < end || start > lexer.Position)
            {
                throw new PdfException("An object stream is damaged.");
            }

            objects.Add((number, parser.Value()));
        }

        if (places.Count > 0 && !lexer.IsAtEnd)
        {
            throw new PdfException("An object stream is damaged.");
        }

        return objects;
    }
}
