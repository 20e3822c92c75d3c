using SecureDocket.Conversations;
using SecureDocket.Texts;

namespace SecureDocket.Functions.Inbox;

/// <summary>Reads an officer's answer.</summary>
internal static class AnswerBody
{
    private static readonly IReadOnlyList<string> s_templates = [.. AnswerForm.Templates.Select(Names.Kebab)];

    /// <summary>Reads <c>text</c> or <c>template</c>, of which there must be exactly one.</summary>
    public static AnswerForm Read(JsonForm json, List<Refusal> faults)
    {
        var text = json.Text("text");
        var template = json.Text("template");
        if (text is null == template is null)
        {
            faults.Add(InboxFormRefusals.TextOrTemplate);
        }
        else if (template is not null && !s_templates.Contains(template, StringComparer.Ordinal))
        {
            faults.Add(HttpRefusals.OneOf("template", s_templates));
        }

        return new(text, Names.FromKebab<TextKey>(template));
    }
}
