using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureDocket.VerdictCases;

// Writes tests/cases/verdicts.json: texts and packs with the verdict that is due, for every verifier to be held against.
// What is due is said by hand, case by case; no verifier is asked. Signatures are random, so the file differs from run to
// run: write it anew only when the cases change.
//   dotnet run --project tests/SecureDocket.VerdictCases -- tests/cases/verdicts.json
//
// With two files it makes the sandbox anew from the first, which throws its old cards and their keys away:
//   dotnet run --project tests/SecureDocket.VerdictCases -- tests/cases/verdicts.json src/SecureDocket/Sandbox/sandbox.json
var options = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.Default };
if (args is [var shared, var sandbox])
{
    var made = SandboxCards.Make(JsonNode.Parse(await File.ReadAllTextAsync(shared))!.AsObject());
    await File.WriteAllTextAsync(sandbox, made.ToJsonString(options) + "\n");
    Console.WriteLine($"{made["cards"]!.AsArray().Count} cards");
    return 0;
}

if (args is not [var path])
{
    Console.Error.WriteLine("The file to write?");
    return 2;
}

var cases = new CaseFile();
CardCases.AddTo(cases);
ChainCases.AddVerdictsTo(cases);
StatusCases.AddTo(cases);
TextCases.AddTo(cases);
MessageCases.AddTo(cases);
ClaimCases.AddTo(cases);
PackCases.AddTo(cases);
await File.WriteAllTextAsync(path, cases.ToJson().ToJsonString(options) + "\n");
Console.WriteLine($"{cases.VerdictCount} verdicts, {cases.PackCount} packs");
return 0;
