using Microsoft.Extensions.Options;

namespace SecureDocket.Functions.Settings;

/// <summary>Validates individual settings.</summary>
[OptionsValidator]
internal sealed partial class SingleSettingsValidator : IValidateOptions<WorkerSettings>;

/// <summary>Reports every missing or invalid setting in a sentence that begins with the setting, all on one line, because the Functions host logs only one.</summary>
/// <param name="needs">What the host does not provide itself.</param>
internal sealed class WorkerSettingsValidator(SettingNeeds needs) : IValidateOptions<WorkerSettings>
{
    private static readonly SingleSettingsValidator s_single = new();

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WorkerSettings options)
    {
        List<string> faults = [.. (s_single.Validate(WorkerSettings.Section, options).Failures ?? []).Select(Sentence)];
        var azure = WorkerOptions.Azure(options);
        List<string> across = [];
        if ((needs.SigningKeys || needs.ShardKeys) && azure.VaultUri is null)
        {
            across.Add("Vault:Uri must be set.");
        }

        if (needs.Sms && azure.SmsConnectionString is null && azure.SmsEndpoint is null)
        {
            across.Add("Sms:Endpoint or Sms:ConnectionString must be set.");
        }

        across.AddRange(azure.Faults());
        across.AddRange(Anchor.Read(options, needs.SigningKeys).Faults);
        across.AddRange(WorkerOptions.Sms(options).Faults());
        across.AddRange(WorkerOptions.Gateway(options).Faults);
        faults.AddRange(across.Select(fault => $"{WorkerSettings.Section}:{fault}"));

        // Without ICU the runtime silently does not normalize strings, so names would be stored and compared incorrectly.
        if ("e\u0301".Normalize() != "\u00E9")
        {
            faults.Add("The runtime has no ICU. Install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.Join(' ', faults));
    }

    // The generated validator writes "Issuer: SecureDocket.Cards.Issuer must …".
    private static string Sentence(string failure)
    {
        var sentence = failure[(failure.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        var end = sentence.IndexOf(' ', StringComparison.Ordinal);
        return sentence[..end].Replace('.', ':') + sentence[end..];
    }
}

/// <summary>What the settings must provide because the host does not.</summary>
/// <param name="SigningKeys">Whether they must provide the vault of the signing keys.</param>
/// <param name="ShardKeys">Whether they must provide the vault of the key that wraps shard keys.</param>
/// <param name="Sms">Whether they must provide the text message provider.</param>
internal sealed record SettingNeeds(bool SigningKeys, bool ShardKeys, bool Sms);
