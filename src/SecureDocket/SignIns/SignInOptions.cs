namespace SecureDocket.SignIns;

/// <summary>A deployment's sign-in settings.</summary>
public sealed record SignInOptions
{
    /// <summary>The maximum number of sign-in codes texted in an hour to all people together, which limits the cost of a flood. 16 to 1,000,000.</summary>
    public int TextsPerHour { get; init; } = 20_000;

    /// <summary>Sign-ins are answered at multiples of this time after the request, so that the duration reveals nothing. 0 to 5 seconds.</summary>
    public TimeSpan AnswerAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>The faults of the settings, as sentences that begin with the setting's name.</summary>
    public IEnumerable<string> Faults()
    {
        if (TextsPerHour is < 16 or > 1_000_000)
        {
            yield return "SignIn:TextsPerHour must be 16 to 1000000.";
        }

        if (AnswerAfter < TimeSpan.Zero || AnswerAfter > TimeSpan.FromSeconds(5))
        {
            yield return "SignIn:AnswerAfterMilliseconds must be 0 to 5000.";
        }
    }
}
