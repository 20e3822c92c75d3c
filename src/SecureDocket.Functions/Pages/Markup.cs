using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace SecureDocket.Functions.Pages;

/// <summary>Builds HTML fragments in which interpolated values are encoded.</summary>
public static class Markup
{
    /// <summary>Empty markup.</summary>
    public static IHtmlContent None { get; } = new HtmlString("");

    /// <summary>Turns an interpolated string into markup; values are encoded unless they are markup themselves.</summary>
    public static IHtmlContent Html(FormattableString markup) =>
        new HtmlFormattableString(CultureInfo.InvariantCulture, markup.Format, markup.GetArguments()!);

    /// <summary>Renders each item and concatenates the results.</summary>
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
