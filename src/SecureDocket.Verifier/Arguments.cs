namespace SecureDocket.Verifier;

/// <summary>The arguments of a command: positional words, options with a value, and flags.</summary>
internal sealed class Arguments
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    private Arguments()
    {
    }

    /// <summary>Parses the arguments.</summary>
    /// <exception cref="Failure">One is unknown, given twice, or lacks its value.</exception>
    public static Arguments Parse(IReadOnlyList<string> args, string[] options, string[] flags)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                parsed._words.Add(name);
                continue;
            }

            bool isNew;
            if (options.Contains(name))
            {
                isNew = ++i < args.Count ? parsed._options.TryAdd(name, args[i]) : throw Failure.Usage($"{name} lacks its value.");
            }
            else
            {
                isNew = flags.Contains(name) ? parsed._flags.Add(name) : throw Failure.Usage($"There is no option {name} here.");
            }

            if (!isNew)
            {
                throw Failure.Usage($"{name} is given twice.");
            }
        }

        return parsed;
    }

    /// <summary>The one expected positional argument; null if none is expected.</summary>
    /// <exception cref="Failure">It is missing, or there are too many.</exception>
    public string? Word(string? what)
    {
        var due = what is null ? 0 : 1;
        return _words.Count > due ? throw Failure.Usage($"'{_words[due]}' is one argument too many.")
            : _words.Count < due ? throw Failure.Usage($"The {what} is missing.")
            : _words.FirstOrDefault();
    }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Option(string name) => _options.GetValueOrDefault(name);

    /// <exception cref="Failure">The option is missing.</exception>
    public string Required(string name) => Option(name) ?? throw Failure.Usage($"{name} is missing.");
}
