using FileStorage.Api.Problems;

namespace FileStorage.Api.Accounts;

/// <summary>A sanity check, no more: only a message to it can tell whether an address exists.</summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;

    /// <summary>The address without surrounding blanks.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static string Require(string email)
    {
        var trimmed = email.Trim();
        return IsSane(trimmed) ? trimmed : throw Problem.BadRequest("\"email\" is an address like name@example.org.");
    }

    /// <summary>Whether it could be one.</summary>
    public static bool IsSane(string trimmed)
    {
        var at = trimmed.IndexOf('@', StringComparison.Ordinal);
        return trimmed.Length <= MaxLength
            && at > 0
            && at < trimmed.Length - 1
            && trimmed.LastIndexOf('@') == at
            && !trimmed.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
    }
}
