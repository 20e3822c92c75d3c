namespace SecureDocket.Archive;

/// <summary>The refusals of a rebuild.</summary>
internal static class ArchiveRefusals
{
    public static Refusal AlreadyRebuilt { get; } = new("rebuilt-already", "These tables have already been rebuilt.");

    public static Refusal EmptyArchive { get; } = new("empty-archive", "The archive is empty: check the address of its storage account.");

    public static Refusal NotEmpty(string table) => new("not-empty", $"Table {table} is not empty.");
}
