using System.Collections.Frozen;
using System.Text;

namespace FileStorage.Core.Auditing;

/// <summary>What kinds and outcomes are called outside: "sign-in-failed".</summary>
public static class AuditNames
{
    private static readonly FrozenDictionary<AuditKind, string> Names =
        Enum.GetValues<AuditKind>().ToFrozenDictionary(kind => kind, kind => WithDashes(kind.ToString()));

    private static readonly FrozenDictionary<string, AuditKind> Kinds = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every name, in the order of the kinds.</summary>
    public static IEnumerable<string> All => Names.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    /// <summary>The name; of a kind that a newer version wrote, its number.</summary>
    public static string Of(AuditKind kind) => Names.TryGetValue(kind, out var name) ? name : $"kind-{(int)kind}";

    public static string Of(AuditOutcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>Null where there is no such kind.</summary>
    public static AuditKind? Parse(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;

    private static string WithDashes(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var character in name)
        {
            if (char.IsUpper(character) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
