using static System.FormattableString;

namespace SecureDocket.Functions.Documents;

/// <summary>The refusals of uploaded documents: of the form, its parts and its file.</summary>
internal static class DocumentsRefusals
{
    public static Refusal MediaType(string mediaType) => new("unsupported-media-type", $"Send {mediaType} with a boundary.");

    public static Refusal UploadCut { get; } = new(
        "upload-cut", "The form ends too early, or the headers of a part cannot be read. Nothing was recorded; send it again.");

    public static Refusal TooManyParts(int limit) => new("invalid", Invariant($"The form must have at most {limit} parts."));

    public static Refusal PartName { get; } = new("invalid", "Every part must have a name.");

    public static Refusal UnknownField(string name) => new("invalid", "Unknown field.", name);

    public static Refusal DuplicateField(string name) => new("invalid", "The field is duplicated.", name);

    public static Refusal FileRequired(string field) => new("invalid", "The PDF file is required.", field);

    public static Refusal SecondFile(string field) => new("invalid", "Exactly one file is expected.", field);

    public static Refusal FileMediaType(string field) => new("unsupported-media-type", "The file must be sent as application/pdf.", field);
}
