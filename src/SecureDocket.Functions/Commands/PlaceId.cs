namespace SecureDocket.Functions.Commands;

/// <summary>Reads the ID of a site or an office.</summary>
internal static class PlaceId
{
    /// <summary>Reads a required ID.</summary>
    public static string? Read(JsonForm json, string name, List<Refusal> faults) => Check(json.Text(name), name, isRequired: true, faults);

    /// <summary>Reads an optional ID.</summary>
    public static string? ReadIfGiven(JsonForm json, string name, List<Refusal> faults) => Check(json.Text(name), name, isRequired: false, faults);

    private static string? Check(string? id, string name, bool isRequired, List<Refusal> faults)
    {
        if (id is null ? isRequired : id.Length is < 2 or > 8 || !id.All(char.IsAsciiLetterOrDigit))
        {
            faults.Add(CommandsRefusals.PlaceId(name));
        }

        return id;
    }
}
