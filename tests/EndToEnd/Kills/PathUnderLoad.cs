namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>
/// One file that is overwritten again and again: the content that was acknowledged last, and the one that was on its way since.
/// After a crash either may be there, and nothing else.
/// </summary>
internal sealed class PathUnderLoad(string path)
{
    public string Path => path;

    public byte[]? Acknowledged { get; private set; }

    public byte[]? OnItsWay { get; private set; }

    public int Acknowledgements { get; private set; }

    public void Begin(byte[] content) => OnItsWay = content;

    public void Acknowledge()
    {
        Acknowledged = OnItsWay;
        OnItsWay = null;
        Acknowledgements++;
    }

    /// <summary>Takes what the server holds after a restart as the truth, if it may be the truth.</summary>
    public void AcceptAfterCrash(byte[]? held)
    {
        var same = held is null ? Acknowledged is null : Acknowledged is not null && held.AsSpan().SequenceEqual(Acknowledged);
        var arrived = held is not null && OnItsWay is not null && held.AsSpan().SequenceEqual(OnItsWay);
        Assert.True(
            same || arrived,
            $"{path} holds {held?.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} bytes that are neither what was acknowledged nor what was on its way.");
        Acknowledged = held;
        OnItsWay = null;
    }
}
