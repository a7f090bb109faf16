namespace FileStorage.Api.Problems;

/// <summary>Size of the content that a refused range was asked of; RFC 9110 wants it in the Content-Range of a 416.</summary>
internal sealed record UnsatisfiedRange(long SizeBytes)
{
    public override string ToString() => $"bytes */{SizeBytes}";
}
