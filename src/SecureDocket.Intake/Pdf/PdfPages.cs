namespace SecureDocket.Pdf;

/// <summary>The page tree (ISO 32000-2, section 7.7.3).</summary>
internal static class PdfPages
{
    private static PdfException Invalid => new("The page tree is invalid.");

    /// <summary>The numbers of the pages' objects, in their order; stops beyond <paramref name="limit"/>.</summary>
    public static IReadOnlyList<int> Read(PdfObjects objects, int limit)
    {
        // A reader that finds no reference to a catalog looks for one by itself.
        var catalog = objects.Dictionary(objects.References.Newest.Trailer["Root"]) ?? throw new PdfException("The catalog is missing.");

        HashSet<int> seen = [];
        List<int> pages = [];
        Stack<Step> waiting = new([new(catalog["Pages"], null, 0)]);
        while (pages.Count <= limit && waiting.TryPop(out var step))
        {
            if (step.Counted is { } counted)
            {
                // Some readers believe the number, others count.
                if (objects.Follow(counted) != new PdfInteger(pages.Count - step.Before))
                {
                    throw new PdfException("The page tree has another number of pages than it says.");
                }
            }
            else if (step.Node is not PdfReference reference || !seen.Add(reference.Number) || objects.Dictionary(reference) is not { } node)
            {
                throw Invalid;
            }
            else if (node.Is("Type", "Page") && !node.Members.ContainsKey("Kids"))
            {
                pages.Add(reference.Number);
            }
            else
            {
                var kids = node.Is("Type", "Pages") && objects.Follow(node["Kids"]) is PdfArray array ? array.Items : throw Invalid;
                waiting.Push(new(node, node["Count"], pages.Count));
                foreach (var kid in kids.Reverse())
                {
                    waiting.Push(new(kid, null, 0));
                }
            }
        }

        return pages.Count > 0 ? pages : throw new PdfException("The PDF has no pages.");
    }

    /// <summary>A node to enter, or one whose pages are all counted.</summary>
    private readonly record struct Step(PdfValue Node, PdfValue? Counted, int Before);
}
