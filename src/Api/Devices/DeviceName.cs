using FileStorage.Api.Problems;

namespace FileStorage.Api.Devices;

/// <summary>What a device may be called.</summary>
internal static class DeviceName
{
    private const int MaxLength = 100;

    /// <exception cref="ProblemException">400.</exception>
    public static string Require(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is > 0 and <= MaxLength && !trimmed.AsSpan().ContainsAnyInRange('\0', '\x1F')
            ? trimmed
            : throw Problem.BadRequest($"A device's name has 1 to {MaxLength} characters, none of them a control character.");
    }
}
