using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace SecureDocket.Functions.Pages;

/// <summary>Pieces of HTML, which encode whatever is filled in.</summary>
public static class Markup
{
    /// <summary>No markup at all.</summary>
    public static IHtmlContent None { get; } = new HtmlString("");

    /// <summary>Makes markup of an interpolated string: values are encoded, unless they are markup themselves.</summary>
    public static IHtmlContent Html(FormattableString markup) => new HtmlFormattableString(CultureInfo.InvariantCulture, markup.Format, markup.GetArguments()!);

    /// <summary>Makes markup of each item and joins it.</summary>
    public static IHtmlContent Each<T>(IEnumerable<T> items, Func<T, IHtmlContent> markup)
    {
        var all = new HtmlContentBuilder();
        foreach (var item in items)
        {
            all.AppendHtml(markup(item));
        }

        return all;
    }
}
