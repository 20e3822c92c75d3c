using System.Text.Json;
using static System.FormattableString;

namespace SecureDocket.Functions.Http;

/// <summary>The refusals of requests that cannot be read: their headers, query, body, form and lines.</summary>
internal static class HttpRefusals
{
    public static Refusal VersionRequired { get; } = new("version-required", "Send If-Match with the ETag you read.");

    public static Refusal VersionMismatch { get; } = new("version-mismatch", "If-Match does not match the current ETag.");

    public static Refusal Day(string name) => Invalid(name, "Must be a day as YYYY-MM-DD, in the year 2000 or later.");

    public static Refusal Period(int dayLimit) => Invalid(
        "to", Invariant($"Must not be before from; the period must be at most {dayLimit} days, including both ends."));

    public static Refusal MediaType(IEnumerable<string> mediaTypes) => new(
        "unsupported-media-type", $"Send {string.Join(" or ", mediaTypes)}; a charset, if present, must be utf-8.");

    public static Refusal BodyTooLarge(int limit) => new("body-too-large", Invariant($"The body must be at most {limit} bytes."));

    public static Refusal NotAnObject { get; } = new("malformed-json", "The body must be a JSON object.");

    public static Refusal NotWellFormed(JsonException failure) => new(
        "malformed-json",
        Invariant($"The body is not well-formed JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}."));

    public static Refusal TooDeep(int levels) => new(
        "malformed-json", Invariant($"The body is nested too deeply; at most {levels} levels are allowed."));

    public static Refusal DuplicateProperty { get; } = new("malformed-json", "The body contains a duplicate property.");

    public static Refusal PropertyName { get; } = new("malformed-json", "The body contains a property name that is not valid text.");

    public static Refusal UnknownProperty(string name) => Invalid(name, "Unknown property.");

    public static Refusal Text(string name) => Invalid(name, "Must be a string.");

    public static Refusal TextTooLong(string name, int limit) => Invalid(name, Invariant($"Must be at most {limit} characters."));

    public static Refusal Texts(string name) => Invalid(name, "Must be an array of strings.");

    public static Refusal Objects(string name) => Invalid(name, "Must be an array of objects.");

    public static Refusal Element { get; } = new("invalid", "Must be a JSON object.");

    public static Refusal Moment(string name) => Invalid(name, "Must be a date and time with an offset, such as 2027-03-04T15:00:00Z.");

    public static Refusal Integer(string name) => Invalid(name, "Must be a whole number.");

    public static Refusal Flag(string name) => Invalid(name, "Must be true or false.");

    public static Refusal OneOf(string name, IEnumerable<string> allowed) => Invalid(name, $"Must be one of {string.Join(", ", allowed)}.");

    public static Refusal LinesMediaType { get; } = new(
        "unsupported-media-type", $"Send {NdjsonLines.MediaType} with one JSON object per line.");

    public static Refusal LinesTooLarge(int lines, int bytes) => new(
        "body-too-large", Invariant($"The body must be at most {lines} lines of {bytes} bytes."));

    public static Refusal LineTooLong(int limit) => new("invalid", Invariant($"A line must be at most {limit} bytes."));

    public static Refusal TooManyLines(int limit) => new(
        "invalid", Invariant($"The limit is {limit} lines; this line and those after it were not read."));

    private static Refusal Invalid(string field, string detail) => new("invalid", detail, field);
}
