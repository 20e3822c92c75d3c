using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>No file that an environment is made from holds a secret or asks for one.</summary>
public sealed class TextTests
{
    [Fact]
    public void No_file_holds_a_secret_or_a_key() => Holds.NoFault(Infrastructure.Texts
        .Append(KeyValuePair.Create("azure.yaml", File.ReadAllText(Path.Combine(Repository.Root, "azure.yaml"))))
        .SelectMany(file => TextRules.Faults(file.Key, file.Value)));

    [BicepFact]
    public void No_deployment_does() => Holds.NoFault(Infrastructure.Deployments.SelectMany(deployment => TextRules.Faults(deployment.Key, deployment.Value.Text)));

    [Theory]
    [InlineData("var a = account.listKeys().keys[0].value", "asks for a key")]
    [InlineData("output k string = listKeys(account.id, '2026-04-01').key1", "asks for a key")]
    [InlineData("var a = 'DefaultEndpointsProtocol=https;AccountName=x'", "holds a connection string")]
    [InlineData("var a = 'endpoint=https://x.example/;accesskey=abc'", "holds a connection string")]
    [InlineData("value: 'https://x.example/c?sv=2024&sig=abc%3D'", "holds a signature that opens something")]
    [InlineData("  adminPassword: 'correct horse'", "holds a password or a secret")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----", "holds a private key")]
    [InlineData("key: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='", "holds what may be a secret")]
    public void What_should_not_be_there_is_found(string line, string says) =>
        Assert.Equal([$"modules/x.bicep:2: {says}"], TextRules.Faults("modules/x.bicep", $"// fine\n{line}\n"));
}
