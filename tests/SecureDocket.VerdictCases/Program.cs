using System.Text.Encodings.Web;
using System.Text.Json;
using SecureDocket.VerdictCases;

// Writes tests/cases/verdicts.json: texts and packs with the verdict that is due, for every verifier to be held against.
// What is due is said by hand, case by case; no verifier is asked. Signatures are random, so the file differs from run to
// run: write it anew only when the cases change.
//   dotnet run --project tests/SecureDocket.VerdictCases -- tests/cases/verdicts.json
if (args is not [var path])
{
    Console.Error.WriteLine("The file to write?");
    return 2;
}

var cases = new CaseFile();
CardCases.AddTo(cases);
StatusCases.AddTo(cases);
TextCases.AddTo(cases);
MessageCases.AddTo(cases);
ClaimCases.AddTo(cases);
PackCases.AddTo(cases);
await File.WriteAllTextAsync(path, cases.ToJson().ToJsonString(new JsonSerializerOptions
{
    WriteIndented = true,
    Encoder = JavaScriptEncoder.Default,
}) + "\n");
Console.WriteLine($"{cases.VerdictCount} verdicts, {cases.PackCount} packs");
return 0;
