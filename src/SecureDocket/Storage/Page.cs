using System.Buffers.Text;
using System.Text;

namespace SecureDocket.Storage;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items, oldest first.</param>
/// <param name="Next">The opaque token of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The maximum number of items on a page.</summary>
    public const int Size = 100;
}

/// <summary>Cuts pages.</summary>
internal static class Pages
{
    /// <summary>The page of up to <see cref="Page{T}.Size"/> + 1 rows, of which the last only tells that there is another page.</summary>
    public static Page<T> Of<T>(IReadOnlyList<Stored<T>> rows) => new(
        [.. rows.Take(Page<T>.Size).Select(row => row.Value)],
        rows.Count > Page<T>.Size ? PageToken.Of(rows[Page<T>.Size - 1].Key) : null);
}

/// <summary>Converts the last key of a page into an opaque token and back.</summary>
internal static class PageToken
{
    public static string Of(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <summary>The first key after the token's; <paramref name="prefix"/> itself without a token. False if the token is invalid.</summary>
    public static bool TryStart(string? token, string prefix, out string from)
    {
        from = prefix;
        if (token is null)
        {
            return true;
        }

        if (token.Length > 200 || !Base64Url.IsValid(token))
        {
            return false;
        }

        var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        from = key + " ";
        return key.StartsWith(prefix, StringComparison.Ordinal) && key.All(character => character is >= ' ' and <= '~');
    }
}
