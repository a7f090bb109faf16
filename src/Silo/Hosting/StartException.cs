namespace FileStorage.Silo.Hosting;

/// <summary>The service cannot start; the message says why in one sentence, for the operator.</summary>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
