using System.Text;
using System.Text.Json;
using SecureDocket.TextCheck;
using SecureDocket.Texts;

Console.OutputEncoding = Encoding.UTF8;
try
{
    var faults = TextRules.Check(TextCatalogue.Default);
    foreach (var fault in faults)
    {
        Console.WriteLine($"{fault.Language}.json: error SD0002: {fault.Where}: {fault.Rule}: {fault.Detail}");
    }

    return faults.Count == 0 ? 0 : 1;
}
catch (TypeInitializationException fault) when (fault.InnerException is JsonException form)
{
    Console.WriteLine($"catalogue: error SD0002: form: {form.Message}");
    return 1;
}
