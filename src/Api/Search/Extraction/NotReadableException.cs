namespace FileStorage.Api.Search.Extraction;

/// <summary>No text can be had of a document; the message says why, in a few words that name nothing of the document.</summary>
internal sealed class NotReadableException(string reason, Exception? cause = null) : Exception(reason, cause);
