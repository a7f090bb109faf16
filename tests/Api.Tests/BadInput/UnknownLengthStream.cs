namespace FileStorage.Tests.Api.Tests.BadInput;

/// <summary>A stream that cannot say how long it is, so that its body is sent in chunks.</summary>
internal sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
