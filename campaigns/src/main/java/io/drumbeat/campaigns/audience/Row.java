package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.reject.RejectCode;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.io.IOException;
import java.util.List;

/** A data record once it has been looked at by itself, without the rows above it. */
sealed interface Row {

    void accept(Visitor visitor) throws IOException;

    /** Whether only the want of a region made its phone an international number. */
    boolean assumed();

    /** Whether there is no such phone. */
    boolean isNoPhone();

    /**
     * A row that can be sent to unless another thing than the row speaks against it.
     *
     * @param cells its own cells, should it be rejected after all
     * @param phone what is sent to, in E.164
     * @param person whose it is, a {@link io.drumbeat.campaigns.phone.Person#key}: mostly the phone itself
     * @param variables the values that the texts ask for, and behind them those that are passed on
     * @param duplicateBefore whether an earlier import of this row called it a duplicate
     */
    record Sendable(
            long line,
            List<String> cells,
            String phone,
            String person,
            List<String> variables,
            boolean assumed,
            boolean duplicateBefore)
            implements Row {

        /** Whether its number is written in another form than the one that its person is known by. */
        boolean isInAnotherForm() {
            return !person.equals(phone);
        }

        @Override
        public boolean isNoPhone() {
            return false;
        }

        @Override
        public void accept(Visitor visitor) throws IOException {
            visitor.sendable(this);
        }
    }

    /** A row that cannot. */
    record Faulty(RejectCode code, RejectedRow rejected, boolean assumed) implements Row {
        @Override
        public boolean isNoPhone() {
            return code == RejectCode.PHONE_INVALID;
        }

        @Override
        public void accept(Visitor visitor) throws IOException {
            visitor.faulty(this);
        }
    }

    /** One answer for each kind of row. */
    interface Visitor {
        void sendable(Sendable row) throws IOException;

        void faulty(Faulty row) throws IOException;
    }
}
