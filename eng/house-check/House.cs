using System.Globalization;

namespace SecureDocket.HouseCheck;

/// <summary>The rooms of one project and their levels, as <c>rooms.txt</c> lists them.</summary>
/// <remarks>A room is a folder directly below the project; its own folder is the room <c>.</c>.</remarks>
internal sealed class House
{
    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);

    private House(bool isPure) => IsPure = isPure;

    /// <summary>The room of files that lie directly in the project's folder.</summary>
    public const string Root = ".";

    /// <summary>Whether the project must know no I/O, no clock and no randomness.</summary>
    public bool IsPure { get; }

    /// <summary>The rooms with their levels, lowest first.</summary>
    public IEnumerable<KeyValuePair<string, int>> Rooms => _levels.OrderBy(room => room.Value).ThenBy(room => room.Key, StringComparer.Ordinal);

    /// <summary>Reads the rooms of a project; null where the file does not list it.</summary>
    /// <param name="text">
    /// Lines of three kinds: <c># comment</c>; <c>Project</c> or <c>Project pure</c>; and below it, indented, a level with its rooms: <c>2 Dockets Signing</c>.
    /// </param>
    /// <param name="project">The project's name.</param>
    /// <exception cref="FormatException">A line is of none of these kinds, or lists a room twice.</exception>
    public static House? Read(string text, string project)
    {
        House? house = null;
        var isOurs = false;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (line[0] != ' ')
            {
                isOurs = words[0] == project;
                house = isOurs ? new House(words.Length == 2 && words[1] == "pure") : house;
                continue;
            }

            if (!isOurs)
            {
                continue;
            }

            if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var level))
            {
                throw new FormatException($"rooms.txt: '{line.Trim()}' does not begin with a level.");
            }

            foreach (var room in words.Skip(1))
            {
                if (house!._levels.ContainsKey(room))
                {
                    throw new FormatException($"rooms.txt: {project} lists the room {room} twice.");
                }

                house._levels[room] = level;
            }
        }

        return house;
    }

    /// <summary>The level of a room; null when it has none.</summary>
    public int? LevelOf(string room) => _levels.TryGetValue(room, out var level) ? level : null;

    /// <summary>Whether a file of one room may use what another declares.</summary>
    public bool Allows(string from, string to) => from == to || (LevelOf(from) is { } high && LevelOf(to) is { } low && low < high);

    /// <summary>The rooms that may use what <paramref name="room"/> declares, besides itself.</summary>
    public IEnumerable<string> Above(string room) => Rooms.Where(each => each.Value > LevelOf(room)).Select(each => each.Key);

    /// <summary>The room of a file.</summary>
    /// <param name="path">The file's path from the project's folder, with <c>/</c>.</param>
    public static string RoomOf(string path) => path.IndexOf('/') is var slash and > 0 ? path.Substring(0, slash) : Root;
}
