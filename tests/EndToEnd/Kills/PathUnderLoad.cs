using System.Globalization;
using System.Security.Cryptography;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>
/// One file that is overwritten again and again: the content that was acknowledged last, and those that were on their way when the
/// server died. Such a write may have been kept or not, and the server may finish it a while after the restart; but once a later
/// write is acknowledged, or a later one was seen, it must never come back.
/// </summary>
internal sealed class PathUnderLoad(string path)
{
    private readonly List<string> _history = [];

    /// <summary>Sent since the last acknowledgement, oldest first.</summary>
    private readonly List<byte[]> _onTheirWay = [];

    private byte[]? _settled;

    public string Path => path;

    public int Acknowledgements { get; private set; }

    public void Begin(byte[] content)
    {
        _onTheirWay.Add(content);
        Note("sent", content);
    }

    public void Acknowledge()
    {
        _settled = _onTheirWay[^1];
        _onTheirWay.Clear();
        Acknowledgements++;
        Note("acknowledged", _settled);
    }

    /// <summary>Takes what the server holds after a restart as the truth, if it may be the truth.</summary>
    public void AcceptAfterCrash(byte[]? held)
    {
        Note("found after a crash", held);
        if (held is null ? _settled is null : _settled is not null && held.AsSpan().SequenceEqual(_settled))
        {
            return;
        }

        var arrived = held is null ? -1 : _onTheirWay.FindIndex(content => held.AsSpan().SequenceEqual(content));
        Assert.True(
            arrived >= 0,
            $"{path} holds neither what was acknowledged last nor what was on its way:{Environment.NewLine}{string.Join(Environment.NewLine, _history)}");
        _settled = held;
        _onTheirWay.RemoveRange(0, arrived + 1);
    }

    private void Note(string what, byte[]? content) => _history.Add(content is null
        ? $"{what}: nothing"
        : string.Create(CultureInfo.InvariantCulture, $"{what}: {content.Length} bytes, {Convert.ToHexStringLower(SHA256.HashData(content))[..8]}"));
}
