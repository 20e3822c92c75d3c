namespace SecureDocket.Functions.Pages;

/// <summary>The refusals of requests for the files that pages load.</summary>
internal static class PagesRefusals
{
    public static Refusal NoSuchFile { get; } = new("no-such-route", "No file exists at this path.");
}
