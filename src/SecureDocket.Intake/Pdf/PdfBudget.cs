namespace SecureDocket.Pdf;

/// <summary>The limits for one file, and the findings from its values.</summary>
/// <param name="cancellationToken">Stops the reading at the next value.</param>
internal sealed class PdfBudget(CancellationToken cancellationToken)
{
    private const int ValueLimit = 1_000_000;
    private const int InflatedLimit = 64 * 1024 * 1024;

    // Names that make a page do something, or that embed anything but pages, wherever they occur (sections 7.11.4, 8.8.2, 12.5.6, 12.6.4, 12.7.8 and 13).
    private static readonly Dictionary<string, PdfActivity> s_active = new(StringComparer.Ordinal)
    {
        ["JavaScript"] = PdfActivity.Script,
        ["JS"] = PdfActivity.Script,
        ["XFA"] = PdfActivity.XfaForm,
        ["EmbeddedFile"] = PdfActivity.Attachment,
        ["EmbeddedFiles"] = PdfActivity.Attachment,
        ["EF"] = PdfActivity.Attachment,
        ["FileAttachment"] = PdfActivity.Attachment,
        ["Rendition"] = PdfActivity.Media,
        ["Movie"] = PdfActivity.Media,
        ["Sound"] = PdfActivity.Media,
        ["RichMedia"] = PdfActivity.Media,
        ["RichMediaContent"] = PdfActivity.Media,
        ["RichMediaSettings"] = PdfActivity.Media,
        ["RichMediaExecute"] = PdfActivity.Media,
        ["3D"] = PdfActivity.Media,
        ["GoTo3DView"] = PdfActivity.Media,
        ["Launch"] = PdfActivity.Launch,
        ["SubmitForm"] = PdfActivity.FormData,
        ["ImportData"] = PdfActivity.FormData,
        ["ResetForm"] = PdfActivity.FormData,
        ["GoToR"] = PdfActivity.OtherFile,
        ["GoToE"] = PdfActivity.OtherFile,
        ["Thread"] = PdfActivity.OtherFile,
        ["PS"] = PdfActivity.PostScript,
    };

    private int _inflated;

    /// <summary>What the names say.</summary>
    public PdfActivity Found { get; private set; }

    /// <summary>Actions, links and kinds of objects, by the name of their key.</summary>
    public List<(string Key, PdfValue Value)> Triggers { get; } = [];

    /// <summary>Every reference to an object.</summary>
    public HashSet<(int Number, int Generation)> References { get; } = [];

    /// <summary>The number of values read, including those checked again.</summary>
    public int Values { get; private set; }

    /// <summary>The number of bytes that may still be inflated.</summary>
    public int InflatedLeft => InflatedLimit - _inflated;

    /// <summary>What a name makes of the object in which it stands.</summary>
    public static PdfActivity Of(string name) => s_active.GetValueOrDefault(name);

    public void TakeValue()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++Values > ValueLimit)
        {
            throw new PdfException("The file has too many values.");
        }
    }

    public void TakeInflated(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _inflated += count;
    }

    public void Note(string name) => Found |= Of(name);

    /// <summary>Notes a member that may start something, or a kind that is not spelled as a name.</summary>
    public void Note(string key, PdfValue value)
    {
        if (key is "AA" or "OpenAction" or "URI" or "Ref" || (key is "S" or "Type" or "Subtype" && value is PdfString or PdfReference))
        {
            Triggers.Add((key, value));
        }
    }
}
