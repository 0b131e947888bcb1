/* What a pasted table leaves open, to be answered. Must not be known here: how the table is read. */

import { Alert, NumberInput, Radio, Stack } from '@mantine/core';
import type { PlanQuestion } from '../../api/types';
import type { Given } from './questions';

interface Props {
  questions: readonly PlanQuestion[];
  answers: Given;
  onAnswer: (id: string, value: string | number | null) => void;
}

const [FIRST_YEAR, LAST_YEAR] = [1971, 2999];

export const PasteQuestions = ({ questions, answers, onAnswer }: Props) => (
  <Alert color="indigo" title="This can be read in more than one way">
    <Stack gap="sm">
      {questions.map((question) => (question.choices.length > 0 ? (
        <Radio.Group key={question.id} label={question.text} value={String(answers[question.id] ?? '')} onChange={(value) => onAnswer(question.id, value)}>
          <Stack gap={6} mt={4}>
            {question.choices.map(({ value, label }) => <Radio key={value} value={value} label={label} />)}
          </Stack>
        </Radio.Group>
      ) : (
        <NumberInput
          key={question.id}
          label={question.text}
          w={160}
          min={FIRST_YEAR}
          max={LAST_YEAR}
          allowDecimal={false}
          hideControls
          value={answers.year ?? ''}
          onChange={(value) => onAnswer('year', typeof value === 'number' && value >= FIRST_YEAR && value <= LAST_YEAR ? value : null)}
        />
      )))}
    </Stack>
  </Alert>
);
