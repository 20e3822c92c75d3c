namespace SecureDocket.Pdf;

/// <summary>The page tree.</summary>
internal static class PdfPages
{
    /// <summary>Counts the pages (section 7.7.3), and stops beyond <paramref name="limit"/>.</summary>
    public static int Count(PdfObjects objects, int limit)
    {
        if (objects.Follow(objects.Trailer["Root"]) is not PdfDictionary catalog)
        {
            throw new PdfException("The catalog is missing.");
        }

        HashSet<int> seen = [];
        Stack<PdfValue> waiting = new([catalog["Pages"]]);
        var pages = 0;
        while (pages <= limit && waiting.TryPop(out var next))
        {
            if (next is not PdfReference reference || !seen.Add(reference.Number) || objects.Follow(reference) is not PdfDictionary node)
            {
                throw new PdfException("The page tree is invalid.");
            }

            if (node.Members.ContainsKey("Kids") && !node.Is("Type", "Page"))
            {
                foreach (var kid in objects.Follow(node["Kids"]) is PdfArray kids ? kids.Items : throw new PdfException("The page tree is invalid."))
                {
                    waiting.Push(kid);
                }
            }
            else
            {
                pages += node.Is("Type", "Page") ? 1 : throw new PdfException("The page tree is invalid.");
            }
        }

        return pages > 0 ? pages : throw new PdfException("The PDF has no pages.");
    }
}
