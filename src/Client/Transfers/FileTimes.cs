namespace FileStorage.Client.Transfers;

/// <summary>Compares times of files.</summary>
internal static class FileTimes
{
    /// <summary>Whether two times are the same to the millisecond, which is what the server keeps.</summary>
    public static bool Same(DateTimeOffset one, DateTimeOffset other) => one.ToUnixTimeMilliseconds() == other.ToUnixTimeMilliseconds();
}
